-- Two people who change the same thing must not overwrite each other unseen, and whoever is held up is told by whom.
ALTER TABLE "maintenance_windows"
  ADD COLUMN "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  ADD COLUMN "updated_by" TEXT;
ALTER TABLE "webhooks" ADD COLUMN "updated_by" TEXT;
