import { afterAll, beforeAll, expect, test } from "vitest";
import { diagnoseIncident, getDiagnosis, investigateIncident } from "@/lib/diagnosis";
import { closeDatabase, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { beat } from "@/lib/platform/workers";
import type { Asked, MessagesApi, Turn } from "@/scripts/investigate/messages-api";
import { startClaude, use } from "@/test/claude";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import { lostTasksLoop } from "./loops/lost-tasks";

let api: MessagesApi;
let script: (asked: Asked, count: number) => Turn | Promise<Turn>;
beforeAll(async () => {
  api = await startClaude((asked, count) => script(asked, count));
});
afterAll(async () => {
  await api.close();
  await closeDatabase();
});

const supposed = use("state_hypothesis", {
  ...{ id: "A", component: "Checkout", fault: "other.bad_deploy", statement: "A deploy broke it.", test: "Ask." },
});
const concluded = use("conclude", {
  outcome: "inconclusive",
  root_cause: null,
  summary: [{ text: "It is not known.", evidence: [1] }],
});

test("an investigation whose worker falls silent is said to be lost and taken up by another; one that was only frozen writes nothing more", async () => {
  const { owner, viewer, system } = await newOrganization();
  const { incidentId } = await openNow(system, {
    ...{ serviceId: null, serviceName: "checkout", affectedSystem: "checkout", cause: "x", source: "generic" },
    ...{ title: "Checkout fails", description: "", severity: "high" as const },
    ...{ errorLogs: [], metricsSnapshot: {}, health: null },
  });
  await diagnoseIncident(owner, { incidentId });
  const [frozen, other] = [newId(), newId()];
  for (const id of [frozen, other]) await beat({ id, hostName: "here", version: "1" });
  const lock = (by: string, ago: string) =>
    pool().query(
      "UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() - $2::interval WHERE key = $3",
      [by, ago, `investigate:${incidentId}`],
    );
  const lockedBy = async () => {
    const { rows } = await pool().query("SELECT locked_by FROM graphile_worker.jobs WHERE key = $1", [
      `investigate:${incidentId}`,
    ]);
    return rows[0].locked_by;
  };
  const told = async () => (await getDiagnosis(viewer, incidentId))?.investigation;
  await lock("frozen's", "20 seconds");
  const loop = lostTasksLoop(other);

  script = async (_, count) => {
    if (count !== 1) return { content: [count === 0 ? supposed : concluded] };
    await loop.tick();
    await loop.tick();
    expect(await told()).toMatchObject({ state: "running", is_lost: false });
    await pool().query("UPDATE workers SET seen_at = now() - interval '15 seconds' WHERE id = $1", [frozen]);
    await loop.tick();
    expect(await told()).toMatchObject({ state: "running", is_lost: true });
    expect(await lockedBy()).toBe("frozen's");
    await loop.tick();
    expect(await lockedBy()).toBeNull();

    expect(await investigateIncident(system, incidentId, other)).toBe("inconclusive");
    return { content: [supposed] };
  };
  expect(await investigateIncident(system, incidentId, frozen)).toBe("failed");
  expect(await told()).toMatchObject({ state: "inconclusive", is_lost: false, steps: [] });
  const rows = await prisma().diagnosis.findMany({ where: { incidentId, engine: "claude" }, orderBy: { id: "asc" } });
  expect(rows.map(({ state, workerId }) => [state, workerId])).toEqual([
    ["failed", frozen],
    ["inconclusive", other],
  ]);
  expect(await prisma().diagnosisStep.count({ where: { diagnosisId: rows[0]?.id ?? "" } })).toBe(1);

  // Who took it since keeps it.
  script = async (_, count) => {
    if (count === began) {
      await lock("another's", "1 second");
      await loop.tick();
      await loop.tick();
      expect(await lockedBy()).toBe("another's");
    }
    return { content: [concluded] };
  };
  await diagnoseIncident(owner, { incidentId });
  const began = api.asked.length;
  expect(await investigateIncident(system, incidentId, frozen)).toBe("inconclusive");
});
