import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enqueue } from "@/lib/events";
import { acknowledgeIncident, createIncident, resolveIncident } from "@/lib/incidents";
import { IntegrationConfig } from "@/lib/integrations/contract";
import { createService } from "@/lib/monitoring";
import { createWebhook } from "@/lib/outbound";
import { seal } from "@/lib/platform/crypto";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { freePort } from "@/lib/platform/free-port";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { startTasks } from "./tasks";

process.env.NIGHTSHIFT_OUTBOUND_ALLOW = "127.0.0.1";

const servers: Server[] = [];
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let org: Awaited<ReturnType<typeof newOrganization>>;
beforeAll(async () => {
  org = await newOrganization();
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await closeDatabase();
});

test("a worker that is stopped while its tasks start is not kept by them", async () => {
  await startTasks(newId()).stop();
  const tasks = startTasks(newId());
  await new Promise((done) => setTimeout(done, 20));
  await tasks.stop();
}, 20_000);

test("an incident that is over before its turn came is not diagnosed, and not tried again", async () => {
  const { id: incidentId } = await createIncident(org.owner, { title: "It was slow" });
  await resolveIncident(org.owner, incidentId, {});
  await inTransaction(async (tx) => enqueue(tx, "diagnose", { organizationId: org.id, incidentId }));
  const left = () => prisma().$queryRaw<unknown[]>`
    SELECT 1 FROM graphile_worker._private_jobs WHERE payload ->> 'incidentId' = ${incidentId}`;
  expect(await left()).toHaveLength(1);
  const tasks = startTasks(newId());
  try {
    await expect.poll(left, { timeout: 20_000 }).toHaveLength(0);
    expect(await prisma().diagnosis.count({ where: { incidentId } })).toBe(0);
  } finally {
    await tasks.stop();
  }
}, 40_000);

test("an organization whose services are silent delays no diagnosis of another, and has several at once", async () => {
  const silence = createTcpServer().listen(0, "127.0.0.1");
  await once(silence, "listening");
  const [noisy, quiet] = [await newOrganization(), await newOrganization()];
  const incidentAt = async (of: typeof noisy, name: string, port: number) => {
    await createService(of.owner, { name, kind: "redis", host: "127.0.0.1", port });
    return (await createIncident(of.owner, { title: `${name} is slow`, service_name: name })).id;
  };
  for (let number = 0; number < 12; number++)
    await incidentAt(noisy, `silent-${number}`, (silence.address() as AddressInfo).port);
  const diagnosesOf = async ({ id }: typeof noisy) =>
    (await prisma().diagnosis.findMany({ where: { organizationId: id } })).map(({ state }) => state);
  const tasks = startTasks(newId());
  try {
    await expect.poll(() => diagnosesOf(noisy), { timeout: 9_000 }).toEqual(Array(4).fill("running"));
    await incidentAt(quiet, "cache", await freePort());
    await expect.poll(() => diagnosesOf(quiet), { timeout: 12_000 }).toEqual(["completed"]);
    expect(await diagnosesOf(noisy)).toEqual(Array(4).fill("running"));
  } finally {
    silence.close();
    await prisma()
      .$executeRaw`DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'organizationId' = ${noisy.id} AND locked_at IS NULL`;
    await tasks.stop();
  }
}, 60_000);

test("receivers that never answer delay no acknowledgement on its way to the pager", async () => {
  let hanging = 0;
  const hang = await serve(() => {
    hanging++;
  });
  const said: string[] = [];
  const pagerDuty = await serve((request, response) => {
    said.push(`${request.method} ${request.url}`);
    response.end('{"incident":{"id":"Q2CKY"}}');
  });
  for (let number = 0; number < 12; number++)
    await createWebhook(org.owner, { name: `Hangs ${number}`, url: `${hang}/${number}` });
  const integrationId = newId();
  const config = IntegrationConfig.parse({
    write_back: { is_enabled: true, from_email: "nightshift@example.com", api_url: pagerDuty },
  });
  await prisma().integration.create({
    data: {
      ...{ id: integrationId, organizationId: org.id, name: "pagerduty", source: "pagerduty", keyHash: integrationId },
      ...{ keySealed: seal(integrationId), apiTokenSealed: seal("y_NbAkKc66ryYTWUXYEu"), hears: true, config },
    },
  });
  const tasks = startTasks(newId());
  try {
    const { id: incidentId } = await createIncident(org.owner, { title: "Checkout is slow" });
    await prisma().signal.create({
      data: {
        ...{ id: newId(), organizationId: org.id, integrationId, incidentId, dedupKey: newId(), status: "firing" },
        ...{ changedAt: new Date(), title: "x", severity: "high", serviceName: "checkout", sourceRef: { id: "Q2CKY" } },
      },
    });
    // Every worker that webhooks have is taken.
    await expect.poll(() => hanging, { timeout: 9_000 }).toBeGreaterThanOrEqual(4);
    await acknowledgeIncident(org.responder, incidentId);
    await expect.poll(() => said, { timeout: 30_000 }).toEqual(["PUT /incidents/Q2CKY"]);
    // Not because one of them was given up meanwhile.
    expect(
      await prisma().webhookDelivery.count({ where: { OR: [{ lastError: { not: null } }, { attempts: 2 }] } }),
    ).toBe(0);
  } finally {
    for (const server of servers) server.closeAllConnections();
    await tasks.stop();
  }
}, 60_000);
