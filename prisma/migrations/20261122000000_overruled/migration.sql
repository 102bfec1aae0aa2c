-- Whether what the rules have measured contradicts what Claude came to, so that theirs stands.
ALTER TABLE "diagnoses" ADD COLUMN "is_overruled" BOOLEAN NOT NULL DEFAULT false;
