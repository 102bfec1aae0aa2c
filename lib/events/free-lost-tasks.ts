import { pool } from "@/lib/platform/db";

/** Longer than any task takes. */
const LOST_AFTER_S = 60;

/**
 * Gives tasks back that somebody took and never finished: a worker that died, or one that could not say that it was done because Postgres
 * was away. The queue by itself would wait for four hours. For the worker; safe to run in several at once.
 */
export async function freeLostTasks(): Promise<void> {
  await pool().query(
    `SELECT graphile_worker.force_unlock_workers(lost.workers)
     FROM (SELECT array_agg(DISTINCT locked_by) AS workers FROM graphile_worker.jobs
           WHERE locked_at < now() - make_interval(secs => $1)) AS lost
     WHERE lost.workers IS NOT NULL`,
    [LOST_AFTER_S],
  );
}
