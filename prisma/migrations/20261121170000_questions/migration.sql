-- What people ask about an incident after it was diagnosed, and what Claude answers.
CREATE TABLE "questions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_by_name" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "diagnosis_id" UUID,
    "model" TEXT,
    "answer" JSONB NOT NULL DEFAULT '[]',
    "not_known" JSONB NOT NULL DEFAULT '[]',
    "cited" INTEGER[] NOT NULL DEFAULT '{}',
    "problem" TEXT,
    "reserved_usd" DECIMAL(12,6) NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "alive_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "questions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "questions_incident_id_asked_at_idx" ON "questions"("incident_id", "asked_at" DESC);
CREATE INDEX "questions_under_way" ON "questions"("organization_id") WHERE "state" = 'running';

-- What was looked at, said and paid for a question, after the diagnosis itself had ended.
ALTER TABLE "evidence" ADD COLUMN "question_id" UUID;
ALTER TABLE "diagnosis_steps" ADD COLUMN "question_id" UUID;
ALTER TABLE "model_calls" ADD COLUMN "question_id" UUID;
CREATE INDEX "model_calls_question_id_idx" ON "model_calls"("question_id");
