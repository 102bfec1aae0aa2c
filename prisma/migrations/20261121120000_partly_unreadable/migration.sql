-- What could not be read as a whole is in "deliveries_set_aside". These count with it.
CREATE INDEX "deliveries_partly_unreadable" ON "deliveries"("integration_id", "id" DESC) WHERE "state" = 'processed' AND "problem" IS NOT NULL;
