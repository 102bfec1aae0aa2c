-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "last_incident_number" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "services" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_name" TEXT NOT NULL,
    "target_config" JSONB NOT NULL DEFAULT '{}',
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "database" TEXT,
    "username" TEXT,
    "password_sealed" TEXT,
    "app_username" TEXT,
    "app_password_sealed" TEXT,
    "interval_ms" INTEGER NOT NULL DEFAULT 10000,
    "is_sandbox" BOOLEAN NOT NULL DEFAULT false,
    "unavailable_hint" TEXT,
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "health" DOUBLE PRECISION,
    "latency_ms" DOUBLE PRECISION,
    "metrics" JSONB NOT NULL DEFAULT '{}',
    "last_error" TEXT,
    "last_checked_at" TIMESTAMPTZ(3),
    "bad_in_a_row" INTEGER NOT NULL DEFAULT 0,
    "good_in_a_row" INTEGER NOT NULL DEFAULT 0,
    "answered_in_a_row" INTEGER NOT NULL DEFAULT 0,
    "next_probe_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "services_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incidents" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'triggered',
    "severity" TEXT NOT NULL,
    "service_id" UUID,
    "service_name" TEXT,
    "affected_system" TEXT NOT NULL,
    "alert_source" TEXT NOT NULL,
    "dedup_key" TEXT NOT NULL,
    "error_logs" JSONB NOT NULL DEFAULT '[]',
    "metrics_snapshot" JSONB NOT NULL DEFAULT '{}',
    "health" DOUBLE PRECISION,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "assignee_id" UUID,
    "solution" JSONB,
    "escalation" TEXT,
    "alert_count" INTEGER NOT NULL DEFAULT 1,
    "held_by_execution" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "resolution" TEXT,

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_entries" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "timeline_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "diagnoses" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    "model" TEXT,
    "summary" TEXT NOT NULL DEFAULT '',
    "root_cause" JSONB,
    "hypotheses" JSONB NOT NULL DEFAULT '[]',
    "immediate_actions" JSONB NOT NULL DEFAULT '[]',
    "long_term_fixes" JSONB NOT NULL DEFAULT '[]',
    "monitoring" JSONB NOT NULL DEFAULT '[]',
    "cost" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "diagnoses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "diagnosis_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "excerpt" TEXT NOT NULL,
    "collected_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposals" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_name" TEXT NOT NULL,
    "target_identity" TEXT NOT NULL,
    "pre_state" JSONB NOT NULL,
    "pre_state_digest" TEXT NOT NULL,
    "command_preview" JSONB NOT NULL,
    "risk" TEXT NOT NULL,
    "reversible" BOOLEAN NOT NULL,
    "effect" JSONB NOT NULL,
    "expected_result" TEXT NOT NULL,
    "fallback" JSONB NOT NULL,
    "alternatives" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'proposed',
    "requires_approval" BOOLEAN NOT NULL DEFAULT true,
    "policy_reason" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_comment" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proposals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "permits" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "content_hash" TEXT NOT NULL,
    "target_identity" TEXT NOT NULL,
    "pre_state_digest" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "approver" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "signature" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "permits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "executions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "permit_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "phase" TEXT NOT NULL DEFAULT 'thinking',
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "worker_id" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "approved_by" TEXT NOT NULL,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "cancel_requested_by" TEXT,
    "health_before" DOUBLE PRECISION,
    "health_after" DOUBLE PRECISION,
    "outcome" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "executions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "execution_steps" (
    "execution_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "command" JSONB NOT NULL,
    "epoch" INTEGER NOT NULL,
    "intended_at" TIMESTAMPTZ(3) NOT NULL,
    "exited_at" TIMESTAMPTZ(3),
    "exit_code" INTEGER,

    CONSTRAINT "execution_steps_pkey" PRIMARY KEY ("execution_id","key")
);

-- CreateTable
CREATE TABLE "execution_events" (
    "execution_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "phase" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "message" TEXT,
    "command" TEXT,
    "stream" TEXT,
    "text" TEXT,
    "exit_code" INTEGER,
    "duration_ms" DOUBLE PRECISION,
    "health" DOUBLE PRECISION,
    "health_before" DOUBLE PRECISION,
    "health_after" DOUBLE PRECISION,

    CONSTRAINT "execution_events_pkey" PRIMARY KEY ("execution_id","seq")
);

-- CreateTable
CREATE TABLE "agent_actions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "execution_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "executed_at" TIMESTAMPTZ(3) NOT NULL,
    "result" TEXT NOT NULL,
    "exit_code" INTEGER,
    "stdout" TEXT NOT NULL DEFAULT '',
    "stderr" TEXT NOT NULL DEFAULT '',
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "health_before" DOUBLE PRECISION,
    "health_after" DOUBLE PRECISION,

    CONSTRAINT "agent_actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "organization_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "request_id" TEXT,
    "verb" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("organization_id","seq")
);

-- CreateTable
CREATE TABLE "audit_heads" (
    "organization_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organizations_slug_key" ON "organizations"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "members_user_id_idx" ON "members"("user_id");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_organization_id_idx" ON "api_keys"("organization_id");

-- CreateIndex
CREATE INDEX "services_next_probe_at_idx" ON "services"("next_probe_at");

-- CreateIndex
CREATE INDEX "incidents_organization_id_created_at_id_idx" ON "incidents"("organization_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "incidents_organization_id_status_created_at_idx" ON "incidents"("organization_id", "status", "created_at" DESC);

-- CreateIndex
CREATE INDEX "incidents_service_id_created_at_idx" ON "incidents"("service_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "incidents_organization_id_number_key" ON "incidents"("organization_id", "number");

-- CreateIndex
CREATE INDEX "timeline_entries_incident_id_at_id_idx" ON "timeline_entries"("incident_id", "at", "id");

-- CreateIndex
CREATE INDEX "diagnoses_incident_id_started_at_idx" ON "diagnoses"("incident_id", "started_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "evidence_diagnosis_id_number_key" ON "evidence"("diagnosis_id", "number");

-- CreateIndex
CREATE INDEX "proposals_incident_id_created_at_idx" ON "proposals"("incident_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "permits_proposal_id_key" ON "permits"("proposal_id");

-- CreateIndex
CREATE UNIQUE INDEX "executions_proposal_id_key" ON "executions"("proposal_id");

-- CreateIndex
CREATE UNIQUE INDEX "executions_permit_id_key" ON "executions"("permit_id");

-- CreateIndex
CREATE INDEX "executions_incident_id_created_at_idx" ON "executions"("incident_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "executions_state_lease_until_idx" ON "executions"("state", "lease_until");

-- CreateIndex
CREATE INDEX "agent_actions_incident_id_executed_at_idx" ON "agent_actions"("incident_id", "executed_at");

-- CreateIndex
CREATE INDEX "agent_actions_execution_id_idx" ON "agent_actions"("execution_id");

-- CreateIndex
CREATE INDEX "audit_entries_organization_id_subject_kind_subject_id_idx" ON "audit_entries"("organization_id", "subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "events_at_idx" ON "events"("at");

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows cannot be said in schema.prisma.

-- One open incident per service and cause: a second one loses here, whoever opens it.
CREATE UNIQUE INDEX "incidents_one_open_per_dedup_key" ON "incidents"("organization_id", "dedup_key") WHERE "status" <> 'resolved';

-- A name is free again once its service is deleted.
CREATE UNIQUE INDEX "services_name_while_it_exists" ON "services"("organization_id", "name") WHERE "deleted_at" IS NULL;

-- At most one diagnosis of an incident runs at a time.
CREATE UNIQUE INDEX "diagnoses_one_running" ON "diagnoses"("incident_id") WHERE "state" = 'running';

-- At most one proposal of an incident waits for a decision, and at most one of its executions is under way.
CREATE UNIQUE INDEX "proposals_one_open" ON "proposals"("incident_id") WHERE "state" = 'proposed';
CREATE UNIQUE INDEX "executions_one_under_way" ON "executions"("incident_id") WHERE "state" IN ('queued', 'running', 'verifying', 'unknown');

-- Records that nobody changes afterwards, the product included.
-- (The schema engine splits a migration at every semicolon, so those of the body are written as \073.)
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  RAISE EXCEPTION \'% rows are never changed or removed\', TG_TABLE_NAME USING ERRCODE = \'restrict_violation\'\073
END';
CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_entries_no_truncate" BEFORE TRUNCATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "evidence_immutable" BEFORE UPDATE OR DELETE ON "evidence" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "agent_actions_kept" BEFORE DELETE ON "agent_actions" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
-- The one thing that is only known later, and written once: the health that verification measured.
CREATE TRIGGER "agent_actions_unchanged" BEFORE UPDATE ON "agent_actions" FOR EACH ROW
  WHEN (OLD."health_after" IS NOT NULL OR (to_jsonb(OLD) - 'health_after') IS DISTINCT FROM (to_jsonb(NEW) - 'health_after'))
  EXECUTE FUNCTION "refuse_change"();

-- Samples: one partition a day, so that old ones leave by a DROP, and minute rollups that stay longer.
CREATE TABLE "samples" (
  "service_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "health" DOUBLE PRECISION NOT NULL,
  "latency_ms" DOUBLE PRECISION,
  "metrics" JSONB NOT NULL,
  "error" TEXT
) PARTITION BY RANGE ("at");
CREATE INDEX "samples_service_id_at" ON "samples"("service_id", "at" DESC);
-- Where a sample lands when its day's partition is missing: kept, and moved when the partition is made.
CREATE TABLE "samples_default" PARTITION OF "samples" DEFAULT;

CREATE TABLE "sample_minutes" (
  "service_id" UUID NOT NULL,
  "minute" TIMESTAMPTZ(0) NOT NULL,
  "health_sum" DOUBLE PRECISION NOT NULL,
  "health_min" DOUBLE PRECISION NOT NULL,
  "latency_sum" DOUBLE PRECISION NOT NULL,
  "latency_count" INTEGER NOT NULL,
  "count" INTEGER NOT NULL,
  "error" TEXT,
  PRIMARY KEY ("service_id", "minute")
);
-- Old minutes are deleted by time, whatever their service.
CREATE INDEX "sample_minutes_minute" ON "sample_minutes" USING BRIN ("minute");
