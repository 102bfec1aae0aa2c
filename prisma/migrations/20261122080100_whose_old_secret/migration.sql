-- Who was shown a secret that was rotated away and still works: when they leave, it ends.
ALTER TABLE "retired_secrets" ADD COLUMN "shown_to" UUID;
