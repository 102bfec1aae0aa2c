-- Which worker is at an investigation or an answer: once its heartbeat is silent, nobody need wait until they look dead by themselves.
ALTER TABLE "diagnoses" ADD COLUMN "worker_id" UUID;
ALTER TABLE "questions" ADD COLUMN "worker_id" UUID;
