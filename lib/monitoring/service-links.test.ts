import { afterAll, beforeEach, expect, test } from "vitest";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { PracticeTarget } from "@/lib/platform/practice-contract";
import { newOrganization } from "@/test/organization";
import {
  createService,
  getService,
  registerPracticeService,
  type ServiceLinks,
  serviceLinks,
  serviceOfAlert,
  updateService,
} from ".";

let org: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  org = await newOrganization();
});
afterAll(closeDatabase);

// A name that resolves nowhere is let through when it is saved; every call asks again.
const links = { health_url: "https://shop.invalid/health", repository: "Shop-Inc/check.out" };
const stored: ServiceLinks = { healthUrl: links.health_url, repository: links.repository };
const practice = PracticeTarget.parse({
  service: "redis-test",
  kind: "redis",
  target: { kind: "docker", name: "redis-test" },
  connection: { host: "127.0.0.1", port: 6380, database: null, username: null, password: null },
  hint: null,
});

test("a service that is watched, a practice one and one known from alerts alone can have them, and nothing else of those changes", async () => {
  await createService(org.owner, { name: "orders", kind: "redis", host: "cache.invalid", port: 6379 });
  await registerPracticeService(org.system, practice);
  await inTransaction((tx) => serviceOfAlert(tx, org.system, "checkout"));
  for (const name of ["orders", "redis-test", "checkout"]) {
    const before = await prisma().service.findFirstOrThrow({ where: { organizationId: org.id, name } });
    expect(await updateService(org.admin, name, links)).toMatchObject(links);
    expect(await getService(org.viewer, name)).toMatchObject(links);
    expect(await serviceLinks(org.system, before.id)).toEqual(stored);
    // Nothing of how it is reached has changed, so nobody looks because of it.
    const after = await prisma().service.findUniqueOrThrow({ where: { id: before.id } });
    expect(after).toEqual({ ...before, ...stored });
    const [audited] = await prisma().auditEntry.findMany({
      where: { subjectId: before.id, verb: "service.update" },
    });
    expect(audited?.data).toEqual({ before: { health_url: null, repository: null }, after: links });
  }
  for (const name of ["redis-test", "checkout"])
    await expect(updateService(org.admin, name, { ...links, port: 1 })).rejects.toMatchObject({ code: "conflict" });
  // The sandbox describes it again at every start.
  await registerPracticeService(org.system, practice);
  expect(await getService(org.viewer, "redis-test")).toMatchObject(links);
  expect(await updateService(org.admin, "checkout", { health_url: null })).toMatchObject({
    health_url: null,
    repository: links.repository,
  });
});

test("who may not configure is refused, and another organization's service is not there", async () => {
  const { id } = await createService(org.owner, { name: "orders", kind: "redis", host: "cache.invalid", port: 6379 });
  const stranger = await newOrganization();
  await expect(updateService(org.responder, "orders", links)).rejects.toMatchObject({ code: "forbidden" });
  await expect(updateService(stranger.owner, "orders", links)).rejects.toMatchObject({ code: "not_found" });
  await updateService(org.admin, "orders", links);
  for (const nothing of [id.replaceAll(/\w/g, "0"), "not-an-id", null])
    expect(await serviceLinks(org.system, nothing)).toEqual({ healthUrl: null, repository: null });
  expect(await serviceLinks(stranger.system, id)).toEqual({ healthUrl: null, repository: null });
});

test.each([
  ["ftp://shop.invalid", "begins with https://"],
  ["shop.invalid/health", "begins with https://"],
  ["https://me:letmein@shop.invalid", "leave them out"],
  ["https://shop.invalid/health?api_key=0123456789abcdef", "seems to hold a secret"],
  ["http://169.254.169.254/latest/meta-data", "NIGHTSHIFT_OUTBOUND_ALLOW"],
  [`https://shop.invalid/${"x".repeat(500)}`, "500"],
])("%s is refused as a health address, with words for the field", async (health_url, words) => {
  await createService(org.owner, { name: "orders", kind: "redis", host: "cache.invalid", port: 6379 });
  const error = await updateService(org.admin, "orders", { health_url }).catch((thrown) => thrown);
  const [issue] = error.issues ?? error.details.issues;
  expect([issue.path].flat()).toEqual(["health_url"]);
  expect(issue.message).toContain(words);
});

test.each(["checkout", "shop/", "shop/..", "shop/a/b", "shop/a?b", "https://github.com/shop/a", "shop/a b", "-/x"])(
  "%s is no repository",
  async (repository) => {
    await createService(org.owner, { name: "orders", kind: "redis", host: "cache.invalid", port: 6379 });
    await expect(updateService(org.admin, "orders", { repository })).rejects.toThrow("owner/name");
  },
);
