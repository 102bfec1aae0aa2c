import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { listIncidentAlerts } from "@/lib/alerts";
import { getIncident, reopenIncident, resolveIncident, resolveOpenIncidentsOfService } from "@/lib/incidents";
import { deleteIntegration, getIntegration } from "@/lib/integrations";
import { createService } from "@/lib/monitoring";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { processDeliveries } from "../inbox/process-deliveries";
import { storeDelivery } from "../inbox/store-delivery";
import { incidentsOf, newIntegration, newStage, sendingTo, standingClock } from "./stage.fixture";

let time: ReturnType<typeof standingClock>;
beforeEach(() => {
  time = standingClock();
});
afterEach(() => time.stop());
afterAll(closeDatabase);

test("a deletion says beforehand how many open incidents wait for its word, and leaves them to people", async () => {
  const { org, integration, fire, resolve } = await newStage();
  await fire(null, { service: "search" });
  await resolve(null, { service: "search" });
  await fire(null, { dedupKey: "b", service: "basket" });
  await resolveIncident(org.responder, (await incidentsOf(org.id))[1]?.id ?? "", {});
  await fire(null, { dedupKey: "c" });
  await fire(null, { dedupKey: "d" });
  const id = (await incidentsOf(org.id))[2]?.id ?? "";
  // One over, one that a person has resolved, and one that waits.
  expect(await getIntegration(org.viewer, integration.name)).toMatchObject({ open_incidents: 1 });

  await deleteIntegration(org.owner, integration.name);
  expect(await incidentsOf(org.id)).toMatchObject([
    { status: "resolved" },
    { status: "resolved" },
    { status: "triggered" },
  ]);
  expect(await listIncidentAlerts(org.viewer, id)).toMatchObject({
    signals: [
      { dedup_key: "d", status: "lost", integration: integration.name },
      { dedup_key: "c", status: "lost" },
    ],
    signals_total: { firing: 0, resolved: 0, lost: 2 },
    lost_with: [integration.name],
  });
  const heard = await prisma().outboxEvent.findMany({ where: { organizationId: org.id, subjectId: id } });
  expect(heard.at(-1)).toMatchObject({ type: "incident.changed" });
  // It was firing when it was last heard of, so it counts as broken.
  expect(await getIncident(org.viewer, id)).toMatchObject({ quiet_since: null });

  await resolveIncident(org.responder, id, {});
  await reopenIncident(org.responder, id, {});
  expect((await listIncidentAlerts(org.viewer, id)).signals_total).toEqual({ firing: 0, resolved: 2, lost: 0 });
});

test("that a service looks well does not end what was lost while it fired; another source that speaks of it may", async () => {
  const { org, integration, fire } = await newStage();
  const other = sendingTo(await newIntegration(org.id, "pagerduty"));
  const { id: serviceId } = await createService(org.owner, {
    name: "checkout",
    kind: "redis",
    host: "127.0.0.1",
    port: 1,
  });
  const { incidentId } = await fire();
  await deleteIntegration(org.owner, integration.name);
  const recover = () =>
    inTransaction((tx) =>
      resolveOpenIncidentsOfService(tx, org.system, {
        serviceId,
        by: "monitoring",
        wellSince: new Date(),
        resolution: "Recovered by itself",
      }),
    );
  expect(await recover()).toEqual([]);
  expect(await incidentsOf(org.id)).toMatchObject([{ id: incidentId, status: "triggered" }]);

  time.pass(1);
  expect(await other.fire(null, { dedupKey: "Q1" })).toMatchObject({ outcome: "joined", incidentId });
  time.pass(1);
  expect(await other.resolve(null, { dedupKey: "Q1", by: "Jane Doe" })).toMatchObject({ outcome: "resolved" });
});

test.each([
  [
    "marked as deleted",
    (id: string) => prisma().integration.update({ where: { id }, data: { deletedAt: new Date() } }),
  ],
  ["gone", (id: string) => prisma().integration.delete({ where: { id } })],
])("a delivery whose integration is %s by the time it is read does not wait for ever", async (_, remove) => {
  const { org, integration } = await newStage();
  await storeDelivery({
    ...{ organizationId: org.id, integrationId: integration.id, deliveryKey: null, receivedAt: new Date(0) },
    ...{ headers: {}, body: Buffer.from("{}") },
  });
  await remove(integration.id);
  await processDeliveries();
  const deliveries = await prisma().delivery.findMany({ where: { integrationId: integration.id } });
  expect(deliveries).toMatchObject([{ state: "ignored", problem: "Its integration was deleted" }]);
});
