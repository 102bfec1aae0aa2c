import { appendFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addNote } from "@/lib/incidents";
import { closeDatabase, prisma } from "@/lib/platform/db";
import type { MessagesApi } from "@/scripts/investigate/messages-api";
import { startClaude, use } from "@/test/claude";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, exportInvestigation, investigateIncident } from ".";
import { connectionTo, incidentFor, startRedis } from "./practice.fixture";

const PASSWORD = "Checkout-2026";
/** Enough of it to guess the rest. */
const HALF = "Checkou";
/** The password at the end of so many characters, where a reader who shows fewer cuts it in half. */
const cutAt = (shown: number) => `${"x ".repeat(shown)}`.slice(0, shown - HALF.length) + PASSWORD;

let api: MessagesApi;
let redis: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  const why = "To see what is there.";
  const looks = ["redis_client_list", "redis_big_keys", "server_log", "incident_timeline"];
  const end = { outcome: "inconclusive", summary: [{ text: "Not known.", evidence: [] }], root_cause: null };
  api = await startClaude((_, count) => ({
    content: count === 0 ? looks.map((name) => use(name, { why })) : [use("conclude", end)],
  }));
  redis = await startRedis({ maxmemory: "50mb" });
});
afterAll(async () => {
  await api.close();
  await redis.stop();
  await closeDatabase();
});

test("what a service keeps secret is neither in evidence nor in what Claude is told nor in what is exported, wherever it comes from", async () => {
  const organization = await newOrganization();
  await redis.admin.client("SETNAME", PASSWORD);
  await redis.admin.set(cutAt(80), "x".repeat(100_000));
  const log = redis.target.config?.start.find((word) => word.endsWith("redis.log")) ?? "";
  appendFileSync(log.replace(/^--logfile[= ]?/, ""), `# AUTH ${PASSWORD} was refused\n`);
  const connection = connectionTo(redis.port, { app_username: "shop", app_password: PASSWORD });
  const described = { kind: "redis", connection, target: redis.target } as const;
  const { incidentId } = await incidentFor(organization.id, described, [`refused: ${PASSWORD}`, cutAt(300)]);
  await prisma().incident.update({
    where: { id: incidentId },
    data: { title: cutAt(300), description: cutAt(2_000) },
  });
  await addNote(organization.owner, incidentId, { text: cutAt(600) });

  await diagnoseIncident(organization.owner, { incidentId, engine: "rules" });
  expect(await investigateIncident(organization.system, incidentId)).toBe("inconclusive");
  const evidence = await prisma().evidence.findMany({ where: { incidentId } });
  const of = (source: string) =>
    evidence.flatMap((one) => (one.source === source ? [JSON.stringify([one.excerpt, one.body, one.facts])] : []));
  for (const source of ["sample", "redis.client-list", "redis.big-keys", "process.log", "incident.timeline"]) {
    expect(of(source).length, source).toBeGreaterThan(0);
    for (const text of of(source)) expect([source, text]).toEqual([source, expect.stringContaining("[redact")]);
  }
  const told = JSON.stringify(api.asked);
  // In the title, the description, the note, the lines, the log, the key and the client's name.
  expect(told.split("[redact").length).toBeGreaterThan(7);
  const exported = JSON.stringify(await exportInvestigation(organization.owner, incidentId));
  expect(exported).toContain("[redacted]");
  for (const text of [JSON.stringify(evidence), told, exported]) expect(text).not.toContain(HALF);
});
