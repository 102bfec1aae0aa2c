-- The newest open incident of a service, which each of its samples asks for: from one entry, however many are open or over.
CREATE INDEX "incidents_open_of_service" ON "incidents"("service_id", "created_at" DESC, "id" DESC) WHERE "status" <> 'resolved';
