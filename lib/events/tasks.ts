import type { Tx } from "@/lib/platform/db";

/** Work that may be retried, by name. The worker maps each to one verb; each must be safe to run twice. */
export type Tasks = {
  diagnose: { organizationId: string; incidentId: string };
};

/** Queues retryable work in the caller's transaction; it runs after the commit, never when that rolls back. */
export async function enqueue<Name extends keyof Tasks>(tx: Tx, name: Name, payload: Tasks[Name]): Promise<void> {
  await tx.$executeRaw`SELECT graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json, max_attempts := 5)`;
}
