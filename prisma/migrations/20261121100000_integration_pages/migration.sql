-- The page of an integration asks for what is rare among very many deliveries.
CREATE INDEX "deliveries_set_aside" ON "deliveries"("integration_id", "state", "id" DESC) WHERE "state" IN ('ignored', 'unreadable', 'failed');
CREATE INDEX "deliveries_replays" ON "deliveries"("integration_id", "id") WHERE "replay_of" IS NOT NULL;
CREATE INDEX "integration_log_errors" ON "integration_log"("integration_id", "id" DESC) WHERE "level" = 'error';
-- What is old is forgotten by its id, which rises with time.
CREATE INDEX "alerts_without_incident" ON "alerts"("id") WHERE "incident_id" IS NULL;
-- What has been over for long and belongs to no incident.
CREATE INDEX "signals_forgettable" ON "signals"("updated_at") WHERE "status" = 'resolved' AND "incident_id" IS NULL;
