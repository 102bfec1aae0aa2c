import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import { closeDatabase, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import {
  acknowledgeIncident,
  addNote,
  countIncidents,
  createIncident,
  getIncident,
  listIncidents,
  listRelated,
  resolveIncident,
  updateIncident,
} from ".";

type Organization = Awaited<ReturnType<typeof newOrganization>>;
let org: Organization;
beforeEach(async () => {
  org = await newOrganization();
});
afterAll(closeDatabase);

const numbers = async (query: Parameters<typeof listIncidents>[1], of = org) =>
  (await listIncidents(of.viewer, query)).items.map(({ number }) => number);

test("a search finds beginnings of words in titles, descriptions, names and notes, in any order, whatever the signs", async () => {
  await createIncident(org.responder, { title: "Memory is full", service_name: "redis-test" });
  const second = await createIncident(org.responder, {
    title: "Zahlung hängt",
    description: "Timeout at /api/v2/orders.list",
  });
  await createIncident(org.responder, { title: "1 of 17 disks is full" });
  await addNote(org.responder, second.id, { text: "Rolled back the Überweisung service" });

  expect(await numbers({ q: "redis-te" })).toEqual([1]);
  expect(await numbers({ q: "FULL" })).toEqual([3, 1]);
  expect(await numbers({ q: "full mem" })).toEqual([1]);
  expect(await numbers({ q: "v2/orders.li timeout" })).toEqual([2]);
  expect(await numbers({ q: "orders" })).toEqual([2]);
  expect(await numbers({ q: "redis_test" })).toEqual([1]);
  // Each word is there, and the name is not.
  expect(await numbers({ q: "redis-full" })).toEqual([]);
  expect(await numbers({ q: "überw" })).toEqual([2]);
  expect(await numbers({ q: "HÄNGT" })).toEqual([2]);
  expect(await numbers({ q: "ull" })).toEqual([]);
  expect(await numbers({ q: "#3" })).toEqual([3]);
  expect(await numbers({ q: "17" })).toEqual([3]);
  expect(await numbers({ q: "2" })).toEqual([2]);
  expect(await numbers({ q: "%" })).toEqual([]);

  await updateIncident(org.responder, second.id, { title: "Payment hangs", description: "" });
  expect(await numbers({ q: "orders" })).toEqual([]);
  expect(await numbers({ q: "payment rolled" })).toEqual([2]);
  const foreign = await newOrganization();
  expect(await numbers({ q: "full" }, foreign)).toEqual([]);
});

test("one endless name in an alert's text costs no more than as many words, and is found by its last part", async () => {
  const description = `${"a.".repeat(9_990)}last/of-them`;
  await createIncident(org.responder, { title: "A class path", description });
  expect(await numbers({ q: "last/of" })).toEqual([1]);
});

test("no text that a person can type is an error", async () => {
  await createIncident(org.responder, { title: "Anything" });
  const typed = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.string({
      unit: fc.constantFrom("'", "\\", "&", "|", "!", "(", ")", ":", "*", "<->", " ", "a", '"', "%", "#", "9"),
      maxLength: 40,
    }),
  );
  await fc.assert(
    fc.asyncProperty(typed, async (q) => {
      // What Postgres cannot hold is refused before any verb.
      const text = q.replaceAll("\0", "").slice(0, 200);
      expect((await listIncidents(org.viewer, { q: text })).total).toBeLessThanOrEqual(1);
    }),
    { numRuns: 150 },
  );
});

test("filters combine with each other and with words: label, assignee, status, severity, service, time", async () => {
  const userId = newId();
  await prisma().user.create({ data: { id: userId, email: `${userId}@example.com`, name: "Ada", passwordHash: "-" } });
  await prisma().member.create({ data: { organizationId: org.id, userId, role: "responder" } });
  const ada = { ...org.responder, actor: { kind: "user" as const, id: userId, name: "Ada" } };
  const open = (title: string, severity: "high" | "low", labels: Record<string, string>) =>
    createIncident(org.responder, { title, severity, labels, service_name: "checkout" });
  await open("Slow answers", "high", { team: "payments" });
  const mine = await open("Slow queries", "low", { team: "payments", region: "eu" });
  await open("Slow disks", "low", { team: "storage" });
  await updateIncident(org.responder, mine.id, { assignee: userId });

  expect(await numbers({ label: "team" })).toEqual([3, 2, 1]);
  expect(await numbers({ label: "team=payments", q: "slow" })).toEqual([2, 1]);
  expect(await numbers({ label: "team=payments", severity: "high", status: "open", service: "checkout" })).toEqual([1]);
  expect(await numbers({ label: "region=us" })).toEqual([]);
  expect((await listIncidents(ada, { assignee: "me" })).items.map(({ number }) => number)).toEqual([2]);
  expect(await numbers({ assignee: "me" })).toEqual([]);
  expect(await numbers({ assignee: userId, q: "queries" })).toEqual([2]);
  expect(await numbers({ assignee: "nobody", q: "slow" })).toEqual([3, 1]);
  await updateIncident(org.responder, mine.id, { labels: {} });
  expect(await numbers({ label: "team=payments" })).toEqual([1]);
  expect(await numbers({ from: mine.created_at, to: mine.created_at, q: "slow" })).toContain(2);
});

/** Loads incidents as an import would, past every verb: `every` milliseconds apart, the newest at `end`. */
async function load(of: Organization, count: number, end: Date, first = 1): Promise<void> {
  await pool().query(
    `INSERT INTO incidents (id, organization_id, number, title, severity, status, affected_system, alert_source, dedup_key, created_at)
     SELECT gen_random_uuid(), $1, $4 + i, 'Loaded ' || i, 'low', CASE WHEN i % 3 = 0 THEN 'resolved' ELSE 'triggered' END, 'x', 'import',
       'import:' || $4 + i, $3::timestamptz - i / 3 * interval '10 milliseconds'
     FROM generate_series(0, $2 - 1) AS i`,
    [of.id, count, end, first],
  );
}

async function everyPage(query: Parameters<typeof listIncidents>[1], size: number): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; ; page++) {
    const found = await listIncidents(org.viewer, { ...query, page, page_size: size });
    ids.push(...found.items.map(({ id }) => id));
    if (!found.has_next) return ids;
  }
}

async function inOrder(condition: string): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM incidents WHERE organization_id = $1 AND ${condition} ORDER BY created_at DESC, id DESC`,
    [org.id],
  );
  return rows.map(({ id }) => id);
}

test("pages far down are the right ones, while incidents come in, and after older ones were loaded", async () => {
  await load(org, 4_000, new Date("2026-03-10T12:00:00Z"), 100_000);
  expect(await everyPage({}, 90)).toEqual(await inOrder("true"));
  for (let i = 0; i < 3; i++) await createIncident(org.responder, { title: "New" });
  expect(await everyPage({}, 100)).toEqual(await inOrder("true"));
  await load(org, 1_500, new Date("2026-03-10T11:59:59Z"), 200_000);
  expect(await everyPage({}, 100)).toEqual(await inOrder("true"));
  expect(await everyPage({ status: "open" }, 100)).toEqual(await inOrder("status <> 'resolved'"));
  expect(await everyPage({ q: "loaded", status: "resolved" }, 100)).toEqual(
    await inOrder("status = 'resolved' AND title LIKE 'Loaded%'"),
  );
  expect(await listIncidents(org.viewer, { page: 100_000 })).toMatchObject({
    items: [],
    total: 5_503,
    has_next: false,
  });
});

test("a page of twenty is less than 100 KB, whatever is in them, and an incident by itself is whole", async () => {
  const description = "é\n".repeat(10_000);
  const labels = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}${"k".repeat(90)}`, "漢".repeat(400)]));
  const first = await createIncident(org.responder, { title: "漢".repeat(200), description, labels });
  for (let i = 0; i < 19; i++) await createIncident(org.responder, { title: "漢".repeat(200), description, labels });
  await prisma().incident.updateMany({
    where: { organizationId: org.id },
    data: {
      errorLogs: Array.from({ length: 50 }, () => '"'.repeat(2_000)),
      metricsSnapshot: { text: "x".repeat(9_000) },
      resolution: "r".repeat(2_000),
      escalation: "😀".repeat(1_000),
    },
  });
  const page = await listIncidents(org.viewer, {});
  expect(page.items).toHaveLength(20);
  expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(100_000);
  expect(page.items[0]?.description).toMatch(/^é\n.*…$/s);
  expect(await getIncident(org.viewer, first.id)).toMatchObject({ description, labels });
});

test("the tallies are what one would count, whatever happens at the same time", async () => {
  const incidents = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      createIncident(org.responder, { title: `${i}`, severity: i % 2 ? "high" : "low" }),
    ),
  );
  await Promise.all(
    incidents.map(async ({ id }, i) => {
      if (i % 2) await acknowledgeIncident(org.responder, id);
      if (i % 3 === 0) await resolveIncident(org.responder, id, {});
      if (i % 4 === 0) await updateIncident(org.responder, id, { severity: "critical" });
    }),
  );
  await load(org, 500, new Date("2026-03-10T12:00:00Z"), 100);
  await pool().query("SELECT fold_incident_tallies($1)", [org.id]);
  await pool().query("DELETE FROM incidents WHERE organization_id = $1 AND number BETWEEN 100 AND 199", [org.id]);
  const { rows } = await pool().query(
    `SELECT status, severity, count(*)::int AS count FROM incidents WHERE organization_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
    [org.id],
  );
  const tallies = await countIncidents(org.viewer);
  expect(tallies.toSorted((a, b) => a.status.localeCompare(b.status) || a.severity.localeCompare(b.severity))).toEqual(
    rows,
  );
});

test("related incidents: the same cause first, then the same error whatever its numbers, then what is told alike", async () => {
  const sighting = (serviceName: string, cause: string, title: string, ...errorLogs: string[]) =>
    openNow(org.system, {
      serviceId: null,
      serviceName,
      affectedSystem: serviceName,
      cause,
      title,
      description: "",
      severity: "high",
      errorLogs,
      metricsSnapshot: {},
      health: 10,
      source: "monitoring",
    });
  const OOM = "OOM command not allowed when used memory > 'maxmemory'";
  const before = await sighting("cache", "memory", "Memory of the cache is used up", `${OOM} (1234)`);
  await resolveIncident(org.responder, before.incidentId, {});
  const elsewhere = await sighting("queue", "memory", "It stopped", "something else");
  const error = await sighting("sessions", "writes", "Nobody can log in", `${OOM} (99)`);
  const alike = await createIncident(org.responder, { title: "Users say the memory is used up" });
  const service = await sighting("cache", "connections", "Too many clients", "ERR max number of clients reached");
  const foreign = await newOrganization();
  await createIncident(foreign.responder, { title: "Memory of the cache is used up", service_name: "cache" });
  const now = await sighting("cache", "memory", "Memory of the cache is used up", `${OOM} (5678)`, `${OOM} (99)`);

  const related = await listRelated(org.viewer, now.incidentId, { limit: 10 });
  expect(related.map(({ id }) => id)).toEqual(
    [before, error, { incidentId: alike.id }, service, elsewhere].map(({ incidentId }) => incidentId),
  );
  expect(related.map(({ reason }) => reason)).toEqual([
    `The same service and cause: cache, memory. The same error, but for its numbers: “${OOM} (1234)”. Similar words: memory, used`,
    `The same error: “${OOM} (99)”`,
    "Similar words: memory, used",
    "The same service, cache",
    "The same cause, memory, on another service, queue",
  ]);
  expect(await listRelated(org.viewer, now.incidentId, { limit: 1 })).toHaveLength(1);
});
