import { expect, test } from "vitest";
import { ctxOfApiKey, signIn } from "@/lib/auth";
import { newToken } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import { seedIntegrations } from "@/prisma/seed/demo-integrations";
import { demoLogin, seedDemo } from "@/prisma/seed/demo-organization";
import { newOrganization } from "@/test/organization";

// Outside demo mode nobody signs in to it.
process.env.NIGHTSHIFT_DEMO = "1";

test("the demo organization is made once, however often and by how many at once", async () => {
  const apiKey = newToken("ns");
  const seeded = await Promise.all([1, 2, 3].map(() => seedDemo({ apiKey, evenBesideOthers: true })));
  const ids = new Set(seeded.map((demo) => demo?.organizationId));
  expect(ids.size).toBe(1);
  const [organizationId = ""] = ids;
  expect(await prisma().organization.count({ where: { isDemo: true } })).toBe(1);
  expect(await prisma().member.count({ where: { organizationId, role: "owner" } })).toBe(1);
  expect(await prisma().apiKey.count({ where: { organizationId, revokedAt: null } })).toBe(1);

  expect(await signIn(demoLogin, { address: null, userAgent: null })).toMatchObject({ email: demoLogin.email });
  expect(await ctxOfApiKey(apiKey, null)).toMatchObject({ organizationId, scope: "admin" });

  const next = newToken("ns");
  await seedDemo({ apiKey: next, evenBesideOthers: true });
  expect(await ctxOfApiKey(next, null)).toMatchObject({ organizationId });
  expect(await ctxOfApiKey(apiKey, null)).toBe(null);
});

test("each source has one integration, however often and by how many at once, and its webhook says how to send", async () => {
  const { id } = await newOrganization();
  const [first, ...more] = await Promise.all([1, 2, 3].map(() => seedIntegrations(id)));
  for (const other of [...more, await seedIntegrations(id)]) expect(other).toEqual(first);
  expect(await prisma().integration.count({ where: { organizationId: id } })).toBe(8);
  expect(first?.pagerduty).toEqual({
    name: "pagerduty",
    url: expect.stringMatching(/\/webhook\/pagerduty\/\w{32}$/),
    secret: expect.any(String),
  });
  expect(first?.["events-v2"]).toEqual({
    name: "events-v2",
    url: expect.stringMatching(/\/v2\/enqueue$/),
    routing_key: expect.any(String),
  });
  expect(first?.cloudwatch?.secret).toEqual(expect.any(String));
  expect(Object.keys(first?.heartbeat ?? {})).toEqual(["name", "url"]);

  const [grafana] = await prisma().integration.findMany({ where: { organizationId: id, source: "grafana" } });
  await prisma().integration.update({ where: { id: grafana?.id ?? "" }, data: { keySealed: "v1.sealed.elsewhere.x" } });
  expect((await seedIntegrations(id)).grafana?.url).not.toBe(first?.grafana?.url);
});

test("a well-known password is not put beside a real organization unasked", async () => {
  await newOrganization();
  expect(await seedDemo({ apiKey: newToken("ns"), evenBesideOthers: false })).toBe(null);
});
