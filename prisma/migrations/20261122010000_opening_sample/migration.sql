-- What was sampled when an incident opened, and when it was. When its newest figures were measured. Null where nobody wrote it down, as for
-- incidents from before.
ALTER TABLE "incidents"
  ADD COLUMN "metrics_sampled_at" TIMESTAMPTZ(3),
  ADD COLUMN "opening_health" DOUBLE PRECISION,
  ADD COLUMN "opening_metrics" JSONB,
  ADD COLUMN "opening_sampled_at" TIMESTAMPTZ(3);
