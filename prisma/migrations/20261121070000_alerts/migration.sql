-- CreateTable
CREATE TABLE "integrations" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "key_sealed" TEXT NOT NULL,
    "secrets_sealed" TEXT,
    "api_token_sealed" TEXT,
    "config" JSONB NOT NULL DEFAULT '{}',
    "is_paused" BOOLEAN NOT NULL DEFAULT false,
    "hears" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "integrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration_log" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "integration_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "delivery_key" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "headers" JSONB NOT NULL DEFAULT '{}',
    "body" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "event_type" TEXT,
    "problem" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),
    "alert_count" INTEGER NOT NULL DEFAULT 0,
    "replay_of" UUID,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alerts" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "delivery_id" UUID,
    "position" INTEGER NOT NULL DEFAULT 0,
    "signal_id" UUID,
    "incident_id" UUID,
    "source" TEXT NOT NULL,
    "dedup_key" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "service_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signals" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "dedup_key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "service_id" UUID,
    "service_name" TEXT NOT NULL,
    "source_ref" JSONB NOT NULL DEFAULT '{}',
    "incident_id" UUID,
    "alert_count" INTEGER NOT NULL DEFAULT 0,
    "turns" TIMESTAMPTZ(3)[] DEFAULT ARRAY[]::TIMESTAMPTZ(3)[],
    "flapping_since" TIMESTAMPTZ(3),
    "settles_at" TIMESTAMPTZ(3),
    "suppressed_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "heartbeats" (
    "integration_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "last_beat_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "missing_since" TIMESTAMPTZ(3),

    CONSTRAINT "heartbeats_pkey" PRIMARY KEY ("integration_id")
);

-- CreateTable
CREATE TABLE "maintenance_windows" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "service_names" TEXT[],
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cancelled_at" TIMESTAMPTZ(3),
    "cancelled_by" TEXT,

    CONSTRAINT "maintenance_windows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhooks" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "secrets_sealed" TEXT NOT NULL,
    "is_paused" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "incident_id" UUID,
    "entry_id" UUID,
    "event_type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "duration_ms" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "word_backs" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "signal_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "source_id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "word_backs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "integrations_key_hash_key" ON "integrations"("key_hash");

-- CreateIndex
CREATE INDEX "integrations_organization_id_idx" ON "integrations"("organization_id");

-- CreateIndex
CREATE INDEX "integrations_source_idx" ON "integrations"("source");

-- CreateIndex
CREATE INDEX "integration_log_integration_id_id_idx" ON "integration_log"("integration_id", "id" DESC);

-- CreateIndex
CREATE INDEX "deliveries_integration_id_id_idx" ON "deliveries"("integration_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_integration_id_delivery_key_key" ON "deliveries"("integration_id", "delivery_key");

-- CreateIndex
CREATE INDEX "alerts_incident_id_id_idx" ON "alerts"("incident_id", "id" DESC);

-- CreateIndex
CREATE INDEX "alerts_integration_id_id_idx" ON "alerts"("integration_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "alerts_delivery_id_position_key" ON "alerts"("delivery_id", "position");

-- CreateIndex
CREATE INDEX "signals_incident_id_idx" ON "signals"("incident_id");

-- CreateIndex
CREATE UNIQUE INDEX "signals_integration_id_dedup_key_key" ON "signals"("integration_id", "dedup_key");

-- CreateIndex
CREATE INDEX "heartbeats_due_at_idx" ON "heartbeats"("due_at");

-- CreateIndex
CREATE INDEX "maintenance_windows_organization_id_ends_at_idx" ON "maintenance_windows"("organization_id", "ends_at");

-- CreateIndex
CREATE INDEX "webhooks_organization_id_idx" ON "webhooks"("organization_id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_webhook_id_created_at_id_idx" ON "webhook_deliveries"("webhook_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_webhook_id_entry_id_key" ON "webhook_deliveries"("webhook_id", "entry_id");

-- CreateIndex
CREATE INDEX "word_backs_incident_id_created_at_idx" ON "word_backs"("incident_id", "created_at");

-- CreateIndex
CREATE INDEX "word_backs_integration_id_created_at_idx" ON "word_backs"("integration_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "word_backs_entry_id_signal_id_key" ON "word_backs"("entry_id", "signal_id");

-- Names are in addresses and are typed by people, in whatever case.
CREATE UNIQUE INDEX "integrations_live_name" ON "integrations"("organization_id", lower("name")) WHERE "deleted_at" IS NULL;
CREATE UNIQUE INDEX "webhooks_live_name" ON "webhooks"("organization_id", lower("name")) WHERE "deleted_at" IS NULL;

-- What loops look for, among rows that are nearly all done.
CREATE INDEX "deliveries_waiting" ON "deliveries"("due_at", "id") WHERE "state" = 'waiting';
CREATE INDEX "signals_settling" ON "signals"("settles_at") WHERE "settles_at" IS NOT NULL;
CREATE INDEX "signals_suppressed" ON "signals"("suppressed_until") WHERE "suppressed_until" IS NOT NULL;
CREATE INDEX "heartbeats_missing" ON "heartbeats"("missing_since") WHERE "missing_since" IS NOT NULL;

