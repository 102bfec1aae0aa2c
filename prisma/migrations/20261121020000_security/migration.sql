-- Security: what the audit chain covers and how it is signed, how it is searched, and who called what.

-- Entries that are there are of version 1: their hashes cover neither key, address nor browser.
ALTER TABLE "audit_entries" ADD COLUMN "version" SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE "audit_entries" ALTER COLUMN "version" DROP DEFAULT;
ALTER TABLE "audit_entries" ADD COLUMN "key_id" TEXT;
ALTER TABLE "audit_entries" ADD COLUMN "address" TEXT;
ALTER TABLE "audit_entries" ADD COLUMN "user_agent" TEXT;

-- The keyed signature over all entries from "signed_from" on, and which key made it.
ALTER TABLE "audit_heads" ADD COLUMN "signature" TEXT;
ALTER TABLE "audit_heads" ADD COLUMN "signed_from" BIGINT;
ALTER TABLE "audit_heads" ADD COLUMN "signed_with" TEXT;

-- Each filter of the log reads its newest entries from an index of its own.
DROP INDEX "audit_entries_organization_id_subject_kind_subject_id_idx";
CREATE INDEX "audit_entries_organization_id_subject_kind_subject_id_seq_idx" ON "audit_entries"("organization_id", "subject_kind", "subject_id", "seq" DESC);
CREATE INDEX "audit_entries_organization_id_verb_seq_idx" ON "audit_entries"("organization_id", "verb", "seq" DESC);
CREATE INDEX "audit_entries_organization_id_actor_id_seq_idx" ON "audit_entries"("organization_id", "actor_id", "seq" DESC);
CREATE INDEX "audit_entries_actor_name" ON "audit_entries"("organization_id", lower("actor_name"), "seq" DESC);
CREATE INDEX "audit_entries_organization_id_actor_kind_seq_idx" ON "audit_entries"("organization_id", "actor_kind", "seq" DESC);
CREATE INDEX "audit_entries_organization_id_at_idx" ON "audit_entries"("organization_id", "at" DESC);

-- The words of an entry. Punctuation is taken out first, or the parser takes "proposal.approve" for the name of a host. Cut, because a
-- tsvector has an end and an entry that does not fit must not stop the change that it tells of.
CREATE FUNCTION "audit_words"("verb" text, "actor" text, "subject_kind" text, "subject_id" text, "data" jsonb) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$SELECT to_tsvector('simple', regexp_replace($1 || ' ' || $2 || ' ' || $3 || ' ' || $4 || ' ' || left($5::text, 50000), '[^[:alnum:]]+', ' ', 'g'))$$;
CREATE INDEX "audit_entries_words" ON "audit_entries" USING GIN ("audit_words"("verb", "actor_name", "subject_kind", "subject_id", "data"));

-- CreateTable
CREATE TABLE "access_entries" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "request_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "status" SMALLINT NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "key_id" TEXT,
    "address" TEXT,
    "user_agent" TEXT,
    "lost_before" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "access_entries_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "access_entries_organization_id_id_idx" ON "access_entries"("organization_id", "id" DESC);
CREATE INDEX "access_entries_organization_id_key_id_id_idx" ON "access_entries"("organization_id", "key_id", "id" DESC);
