-- What the rules saw in a piece of evidence, so that it can be judged again.
ALTER TABLE "evidence" ADD COLUMN "facts" JSONB;
