import { pool, type Tx } from "@/lib/platform/db";
import { SILENT_MS } from "@/lib/platform/workers";

/** Longer than a task takes that does not say by itself that somebody is at it. */
const LOST_AFTER_S = 60;

/**
 * Gives tasks back that somebody took and never finished: a worker that died, or one that could not say that it was done because Postgres
 * was away. The queue by itself would wait for four hours. `underWay` names, by their job keys, the long ones that are seen to be worked
 * on: who is at one of them lives, and keeps all that they took. For the worker; safe to run in several at once.
 */
export async function freeLostTasks(underWay: readonly string[]): Promise<void> {
  await pool().query(
    `SELECT graphile_worker.force_unlock_workers(lost.workers)
     FROM (SELECT array_agg(worker) AS workers FROM (
       SELECT locked_by AS worker FROM graphile_worker.jobs WHERE locked_by IS NOT NULL GROUP BY locked_by
       HAVING min(locked_at) < now() - make_interval(secs => $1) AND NOT coalesce(bool_or(key = ANY($2)), false)
     ) AS silent) AS lost
     WHERE lost.workers IS NOT NULL`,
    [LOST_AFTER_S, underWay],
  );
}

/**
 * Gives a task back, in the caller's transaction, that a worker took and whose heartbeat is silent, with all that it took beside it. One that
 * somebody has taken since is left alone.
 */
export async function freeTask(tx: Tx, jobKey: string, workerId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM graphile_worker.jobs, workers
    WHERE workers.id = ${workerId}::uuid AND key = ${jobKey} AND locked_by IS NOT NULL
      AND locked_at < seen_at + make_interval(secs => ${SILENT_MS / 1_000}::int)`;
}
