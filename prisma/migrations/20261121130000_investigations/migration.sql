-- What is behind an excerpt, as far as it is kept, and the question of an investigator that it answers.
ALTER TABLE "evidence" ADD COLUMN "body" TEXT;
ALTER TABLE "evidence" ADD COLUMN "tool" TEXT;
ALTER TABLE "evidence" ADD COLUMN "input" JSONB;

-- A diagnosis by Claude goes on from one by rules, and says now and then that somebody is at it.
ALTER TABLE "diagnoses" ADD COLUMN "after_id" UUID;
ALTER TABLE "diagnoses" ADD COLUMN "alive_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "diagnoses" ADD COLUMN "look_next" JSONB NOT NULL DEFAULT '[]';

CREATE TABLE "diagnosis_steps" (
    "diagnosis_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "tool" TEXT,
    "input" JSONB,
    "evidence_number" INTEGER,
    "hypothesis" JSONB,

    CONSTRAINT "diagnosis_steps_pkey" PRIMARY KEY ("diagnosis_id", "number")
);

CREATE TABLE "model_calls" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "diagnosis_id" UUID NOT NULL,
    "step_number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "model" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    "cache_write_tokens" INTEGER NOT NULL,
    "cache_read_tokens" INTEGER NOT NULL,
    "usd" DECIMAL(12,6) NOT NULL,
    "content" JSONB,

    CONSTRAINT "model_calls_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "model_calls_organization_id_at_idx" ON "model_calls"("organization_id", "at" DESC);
CREATE INDEX "model_calls_diagnosis_id_idx" ON "model_calls"("diagnosis_id");

-- What was said and spent is a record, like evidence.
CREATE TRIGGER "diagnosis_steps_immutable" BEFORE UPDATE OR DELETE ON "diagnosis_steps" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "model_calls_immutable" BEFORE UPDATE OR DELETE ON "model_calls" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
