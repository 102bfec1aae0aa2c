import { afterAll, beforeEach, expect, test } from "vitest";
import { createIncident } from "@/lib/incidents";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import {
  changeArticle,
  createArticle,
  deleteArticle,
  getArticle,
  listArticles,
  relevantArticles,
  searchArticles,
} from ".";

let organization: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  organization = await newOrganization();
});
afterAll(closeDatabase);

const write = (title: string, over: Partial<Parameters<typeof createArticle>[1]> = {}) =>
  createArticle(organization.responder, { title, body: "What to know.", ...over });

test("words are found in their stems, tags and names as they are written; what fits best comes first, and only here", async () => {
  await write("Import job", { body: "It exhausts connections of the database every night." });
  await write("Connections of the checkout database are exhausted", { tags: ["Postgres", "checkout"] });
  await write("Holidays", { fault: "redis.memory_exhausted", service_name: "checkout-cache" });
  const stranger = (await newOrganization()).owner;
  await createArticle(stranger, { title: "Exhausted connections", body: "Elsewhere." });
  const found = async (query: string) =>
    (await listArticles(organization.viewer, { query })).items.map(({ title }) => title);
  expect(await found("exhausting connection")).toEqual([
    "Connections of the checkout database are exhausted",
    "Import job",
  ]);
  expect(await found("postgres")).toEqual(["Connections of the checkout database are exhausted"]);
  // Who writes a name in full means that.
  for (const name of ["checkout-cache", "redis.memory_exhausted"]) expect((await found(name))[0]).toBe("Holidays");
  expect(await found("the of")).toEqual([]);
  // Who is still typing finds it at each letter; two letters begin too much.
  for (const typed of ["conn", "connecti", "imp che"])
    expect(await found(typed)).toEqual(expect.arrayContaining(["Connections of the checkout database are exhausted"]));
  expect(await found("exh")).toEqual(expect.arrayContaining(["Import job", "Holidays"]));
  expect(await found("redis.memo")).toEqual(["Holidays"]);
  expect(await found("ex")).toEqual([]);
  // What holds the word itself comes before what only begins with it.
  await write("Night");
  await write("Nightshift itself");
  expect((await found("night")).at(-1)).toBe("Nightshift itself");
  expect(await found("'); DROP TABLE x | & ! <-> \0 :*")).toEqual([]);
  expect(await searchArticles(organization.viewer, { query: "night", limit: 1 })).toMatchObject([
    { title: "Night", body: "What to know." },
  ]);
  expect(await listArticles(organization.viewer, { page: 2, page_size: 2 })).toMatchObject({
    total: 5,
    items: [{ title: "Holidays" }, { title: "Connections of the checkout database are exhausted" }],
    has_next: true,
  });
  expect(await listArticles(organization.viewer, { page: 9 })).toMatchObject({ total: 5, items: [] });
});

test("an incident is shown what is about its fault, then about its service, then what has its words", async () => {
  await write("Nothing of the kind");
  await write("A slow night", { tags: ["frobnicator"] });
  await write("About the service", { service_name: "Cache-1" });
  await write("About the fault", { fault: "redis.memory_exhausted" });
  const { id } = await createIncident(organization.owner, { title: "The frobnicator fails" });
  await prisma().incident.update({ where: { id }, data: { serviceName: "cache-1" } });
  const rootCause = { component: "", fault: "redis.memory_exhausted", statement: "", confidence: 1 };
  await prisma().diagnosis.create({
    data: {
      ...{
        id: newId(),
        organizationId: organization.id,
        incidentId: id,
        state: "completed",
        engine: "rules",
        rootCause,
      },
    },
  });
  expect(
    (await relevantArticles(organization.viewer, id, {})).map(({ title, reason }) => `${title}: ${reason}`),
  ).toEqual([
    "About the fault: About redis.memory_exhausted",
    "About the service: About cache-1",
    "A slow night: Words of this incident: frobnicator",
  ]);
  const stranger = (await newOrganization()).viewer;
  await expect(relevantArticles(stranger, id, {})).rejects.toMatchObject({ code: "not_found" });
});

test("of two who change the same article one is told; secrets stay out, and the record says who did what", async () => {
  const article = await write("Tokens", { body: "Use ghp_abcdefghijklmnopqrstuvwxyz0123456789 to sign in" });
  expect(article.body).toBe("Use [redacted] to sign in");
  const change = (title: string) =>
    changeArticle(organization.responder, article.id, { title, updated_at: article.updated_at });
  const settled = await Promise.allSettled([change("One"), change("Two")]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(settled.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
  await deleteArticle(organization.responder, article.id);
  await expect(getArticle(organization.viewer, article.id)).rejects.toMatchObject({ code: "not_found" });
  const audit = await prisma().auditEntry.findMany({
    where: { organizationId: organization.id },
    orderBy: { seq: "asc" },
  });
  expect(audit.map(({ verb }) => verb)).toEqual(["article.create", "article.change", "article.delete"]);
});

test("viewers write nothing, and nobody touches what is another organization's", async () => {
  const article = await write("Ours");
  const { id, updated_at } = article;
  await expect(createArticle(organization.viewer, { title: "x", body: "x" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(changeArticle(organization.viewer, id, { title: "x", updated_at })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(deleteArticle(organization.viewer, id)).rejects.toMatchObject({ code: "forbidden" });
  const stranger = (await newOrganization()).owner;
  await expect(changeArticle(stranger, id, { title: "x", updated_at })).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteArticle(stranger, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await getArticle(organization.viewer, id)).toEqual(article);
});
