-- API keys with a scope instead of a role, limits that several web processes share, and calls that are carried out once.

ALTER TABLE "api_keys" ADD COLUMN "scope" TEXT;
UPDATE "api_keys" SET "scope" = CASE "role" WHEN 'viewer' THEN 'read' WHEN 'responder' THEN 'operate' ELSE 'admin' END;
ALTER TABLE "api_keys" ALTER COLUMN "scope" SET NOT NULL;
ALTER TABLE "api_keys" DROP COLUMN "role";
ALTER TABLE "api_keys" ADD COLUMN "created_by" TEXT NOT NULL DEFAULT 'Nightshift';
ALTER TABLE "api_keys" ADD COLUMN "rotated_at" TIMESTAMPTZ(3);
ALTER TABLE "api_keys" ADD COLUMN "revoked_by" TEXT;
ALTER TABLE "api_keys" ADD COLUMN "last_used_from" TEXT;
ALTER TABLE "api_keys" ADD COLUMN "last_used_agent" TEXT;

-- A key can be named, so a name means one key. Older keys that share one are told apart by the end of their id.
UPDATE "api_keys" AS k SET "name" = k."name" || ' ' || right(k."id"::text, 6)
WHERE k."revoked_at" IS NULL AND EXISTS (
  SELECT 1 FROM "api_keys" AS o WHERE o."organization_id" = k."organization_id" AND lower(o."name") = lower(k."name") AND o."revoked_at" IS NULL AND o."id" < k."id");
CREATE UNIQUE INDEX "api_keys_live_name" ON "api_keys"("organization_id", lower("name")) WHERE "revoked_at" IS NULL;

-- CreateTable
CREATE TABLE "retired_secrets" (
    "key_hash" TEXT NOT NULL,
    "key_id" UUID NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "retired_secrets_pkey" PRIMARY KEY ("key_hash")
);
CREATE INDEX "retired_secrets_key_id_idx" ON "retired_secrets"("key_id");

-- Written with every call: unlogged, so that no commit waits for a disk, and half empty pages, so that a count is changed in place.
CREATE UNLOGGED TABLE "rate_windows" (
    "subject" TEXT NOT NULL,
    "used" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_windows_pkey" PRIMARY KEY ("subject")
) WITH (fillfactor = 50);

-- CreateTable
CREATE UNLOGGED TABLE "key_sockets" (
    "id" TEXT NOT NULL,
    "key_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_sockets_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "key_sockets_key_id_idx" ON "key_sockets"("key_id");

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "organization_id" UUID NOT NULL,
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "claim_id" UUID NOT NULL,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "carried_out_at" TIMESTAMPTZ(3),
    "answer_sealed" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("organization_id", "caller", "key")
);
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys"("expires_at");
