import { freeTask, publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { silentWorkers } from "@/lib/platform/workers";
import { STALE_MS } from "./start-diagnosis";
import { taskKey } from "./tasks-under-way";

type UnderWay = { organizationId: string; incidentId: string; workerId: string; key: string };

/** Says where people look that whoever is at an investigation or an answer has gone silent. For the worker, with the ids of such workers. */
export async function noticeLostWorkers(workerIds: readonly string[]): Promise<void> {
  if (workerIds.length === 0) return;
  const where = { state: "running", workerId: { in: [...workerIds] } };
  const select = { organizationId: true, incidentId: true };
  await inTransaction(async (tx) => {
    const found = await Promise.all([
      tx.diagnosis.findMany({ where, select }),
      tx.question.findMany({ where, select }),
    ]);
    tellOf(tx, found.flat());
  });
}

/**
 * Takes what lost workers were at for dead, and gives their tasks back at once; whoever takes one up again begins anew. One that was frozen
 * and comes back finds that it is not at it any more before it writes anything. For the worker; safe to run in several at once.
 */
export async function giveUpLostWorkers(workerIds: readonly string[]): Promise<void> {
  if (workerIds.length === 0) return;
  await inTransaction(async (tx) => {
    // Of two who look at once, one finds it and gives its task back.
    const lost = { state: "running", workerId: { in: [...workerIds] }, aliveAt: { gt: LONG_AGO } };
    const data = { aliveAt: LONG_AGO };
    const diagnoses = await tx.diagnosis.updateManyAndReturn({ where: lost, data });
    const questions = await tx.question.updateManyAndReturn({ where: lost, data });
    const given: UnderWay[] = [
      ...diagnoses.map((one) => ({ ...of(one), key: taskKey.investigate(one.incidentId) })),
      ...questions.map((one) => ({ ...of(one), key: taskKey.answer(one.id) })),
    ];
    for (const { workerId, key } of given) await freeTask(tx, key, workerId);
    tellOf(tx, given);
  });
}

/** Nobody has been seen at it for longer than anything takes. */
const LONG_AGO = new Date(0);

const of = (row: { organizationId: string; incidentId: string; workerId: string | null }) => ({
  organizationId: row.organizationId,
  incidentId: row.incidentId,
  workerId: row.workerId as string,
});

type Row = { state: string; aliveAt: Date | null; workerId: string | null };

/** Tells of each row whether it is under way and whoever is at it is lost: then it is taken up again by itself. */
export async function lostAmong(rows: readonly Row[]): Promise<(row: Row) => boolean> {
  if (!rows.some(({ state }) => state === "running")) return () => false;
  const silent = await silentWorkers();
  const alive = clock.now().getTime() - STALE_MS;
  return ({ state, aliveAt, workerId }) =>
    state === "running" &&
    ((aliveAt !== null && aliveAt.getTime() < alive) || (workerId !== null && silent.includes(workerId)));
}

function tellOf(tx: Tx, rows: { organizationId: string; incidentId: string }[]): void {
  for (const { organizationId, incidentId } of rows) publish(tx, organizationId, "diagnosis.changed", incidentId);
}
