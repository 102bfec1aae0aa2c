-- When an incident last heard an alert or a bad sample: alerts of its service join it for a while after that.
ALTER TABLE "incidents" ADD COLUMN "last_alert_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Word that came before the word it belongs to.
ALTER TABLE "signals" ADD COLUMN "fire_missing_after" TIMESTAMPTZ(3);
ALTER TABLE "signals" ADD COLUMN "ack_changed_at" TIMESTAMPTZ(3);
ALTER TABLE "signals" ADD COLUMN "acknowledged_by" TEXT;

-- What the loops look for.
CREATE INDEX "signals_flapping" ON "signals"("flapping_since") WHERE "flapping_since" IS NOT NULL;

-- CreateIndex
CREATE INDEX "alerts_signal_id_id_idx" ON "alerts"("signal_id", "id" DESC);
