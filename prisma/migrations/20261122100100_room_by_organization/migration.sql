-- How much waits is counted by organization each second, from this index alone.
DROP INDEX "deliveries_waiting";
CREATE INDEX "deliveries_waiting" ON "deliveries"(uuid_send("integration_id"), "due_at", "id") INCLUDE ("organization_id") WHERE "state" = 'waiting';
