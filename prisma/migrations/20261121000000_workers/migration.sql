-- Names that differ only in case are taken for one another, and a fix would be approved for the wrong one.
CREATE UNIQUE INDEX "services_name_in_any_case_while_it_exists" ON "services"("organization_id", lower("name")) WHERE "deleted_at" IS NULL;

-- The worker processes and when each was last seen, by the clock of Postgres.
CREATE TABLE "workers" (
    "id" UUID NOT NULL,
    "host_name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);
