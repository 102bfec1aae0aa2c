-- What an organization lets Claude spend. Without a row the usual limits count, see lib/diagnosis/budget.
CREATE TABLE "investigation_settings" (
    "organization_id" UUID NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "usd_per_incident" DECIMAL(12,2) NOT NULL,
    "usd_per_day" DECIMAL(12,2) NOT NULL,
    "usd_per_month" DECIMAL(12,2) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "investigation_settings_pkey" PRIMARY KEY ("organization_id")
);

-- What a running investigation may spend at most: promised to it, so that another one does not count on it.
ALTER TABLE "diagnoses" ADD COLUMN "reserved_usd" DECIMAL(12,6) NOT NULL DEFAULT 0;
CREATE INDEX "diagnoses_under_way" ON "diagnoses"("organization_id") WHERE "state" = 'running';

CREATE INDEX "model_calls_incident_id_idx" ON "model_calls"("incident_id");
