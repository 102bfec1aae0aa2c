-- What a person wants to know besides what is wrong. Only Claude can answer it.
ALTER TABLE "diagnoses" ADD COLUMN "question" TEXT;
