-- Integrations take turns: whoever reads the inbox goes from one that waits to the next, and within one in the order of arrival. As bytes,
-- because other indexes begin with the id itself, and the planner would now and then read all of an integration by way of those.
DROP INDEX "deliveries_waiting";
CREATE INDEX "deliveries_waiting" ON "deliveries"(uuid_send("integration_id"), "due_at", "id") WHERE "state" = 'waiting';
