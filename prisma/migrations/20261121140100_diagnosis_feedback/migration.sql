-- What people say of a diagnosis once they know better: one word of each, which they may change or take back.
CREATE TABLE "diagnosis_feedback" (
    "diagnosis_id" UUID NOT NULL,
    "actor_id" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "actor_name" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "real_cause" TEXT,
    "comment" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "diagnosis_feedback_pkey" PRIMARY KEY ("diagnosis_id", "actor_id")
);
CREATE INDEX "diagnosis_feedback_organization_id_at_idx" ON "diagnosis_feedback"("organization_id", "at" DESC);
CREATE INDEX "diagnosis_feedback_incident_id_idx" ON "diagnosis_feedback"("incident_id");
