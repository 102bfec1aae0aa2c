import { clock } from "@/lib/platform/clock";
import { isDatabaseDown } from "@/lib/platform/database-down";
import { pool } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { Fenced } from "./fenced";

/** How long a worker may be silent before its execution is taken for lost. By Postgres's clock, the only one that all share. */
export const LEASE_MS = 3_000;
const RENEW_MS = 500;

const held = new Set<string>();

/** The executions that this process holds right now: it may be slow, but it is not dead. */
export const heldHere = (): string[] => [...held];

/** A worker's hold on an execution. */
export type Lease = {
  /** Aborts with `Fenced` when the execution was taken over. */
  lost: AbortSignal;
  /** Aborts, with the person's name as the reason, when somebody asked to cancel. */
  cancelled: AbortSignal;
  release(): Promise<void>;
};

/** Keeps renewing the lease until it is released or lost. A database that is away is waited for: the command runs on meanwhile. */
export function holdLease(execution: { id: string; epoch: number }): Lease {
  const lost = new AbortController();
  const cancelled = new AbortController();
  const stop = new AbortController();
  held.add(execution.id);

  async function renew(): Promise<void> {
    const { rows } = await pool().query<{ cancel_requested_by: string | null }>({
      name: "renew-execution-lease",
      text: `UPDATE executions SET lease_until = now() + make_interval(secs => $3)
        WHERE id = $1 AND epoch = $2 AND state IN ('running', 'verifying', 'unknown') RETURNING cancel_requested_by`,
      values: [execution.id, execution.epoch, LEASE_MS / 1_000],
    });
    if (!rows[0]) lost.abort(new Fenced());
    else if (rows[0].cancel_requested_by !== null && !cancelled.signal.aborted)
      cancelled.abort(rows[0].cancel_requested_by);
  }

  const renewing = (async () => {
    for (;;) {
      // The claim has just set the lease, so the first renewal has time.
      await clock.sleep(RENEW_MS, stop.signal).catch(() => {});
      if (stop.signal.aborted || lost.signal.aborted) return;
      try {
        await renew();
      } catch (error) {
        if (!isDatabaseDown(error)) logger.error({ error: errorText(error) }, "A lease could not be renewed");
      }
    }
  })();

  return {
    lost: lost.signal,
    cancelled: cancelled.signal,
    async release() {
      stop.abort();
      held.delete(execution.id);
      await renewing;
    },
  };
}
