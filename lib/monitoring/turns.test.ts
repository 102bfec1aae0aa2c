import { afterAll, expect, test } from "vitest";
import { clock } from "@/lib/platform/clock";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { freePort } from "@/lib/platform/free-port";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { createService, deleteService, getService, probeDueServices, settleProbes } from ".";
import { startSilence } from "./servers.fixture";

afterAll(closeDatabase);

/** Adds services past every verb, all of them due for a minute. */
async function watchMany(organizationId: string, count: number, port: number): Promise<void> {
  const columns = { organizationId, kind: "redis", targetKind: "none", targetName: "none", host: "127.0.0.1", port };
  const nextProbeAt = new Date(clock.now().getTime() - 60_000);
  const rows = Array.from({ length: count }, (_, n) => ({ ...columns, id: newId(), name: `silent-${n}`, nextProbeAt }));
  await prisma().service.createMany({ data: rows });
}

test("silent services, however many of an organization, leave room for those of others", async () => {
  const [noisy, quiet] = [await newOrganization(), await newOrganization()];
  const silence = await startSilence();
  await watchMany(noisy.id, 200, silence.port);
  // They take what they get before anybody else is due.
  await probeDueServices();
  await probeDueServices();
  await createService(quiet.owner, { name: "cache", kind: "redis", host: "127.0.0.1", port: await freePort() });
  await probeDueServices();
  await expect.poll(async () => (await getService(quiet.viewer, "cache")).last_checked_at).not.toBeNull();
  const ended = await prisma().service.count({ where: { organizationId: noisy.id, lastCheckedAt: { not: null } } });
  expect(ended).toBe(0);
  await prisma().service.updateMany({ where: { organizationId: noisy.id }, data: { deletedAt: clock.now() } });
  await settleProbes();
  await silence.stop();
}, 20_000);

test("an organization may watch 500 services, and one more in place of another", async () => {
  const org = await newOrganization();
  await watchMany(org.id, 499, 1);
  const add = (name: string) => createService(org.owner, { name, kind: "redis", host: "127.0.0.1", port: 1 });
  const both = await Promise.allSettled([add("one"), add("two")]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(add("three")).rejects.toThrow("500 services are watched, and more cannot be; delete some first");
  await deleteService(org.owner, "silent-0");
  await add("three");
});
