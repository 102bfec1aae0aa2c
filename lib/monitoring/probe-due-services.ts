import { clock } from "@/lib/platform/clock";
import { pool, prisma } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { UNMANAGED } from "./contract";
import { probe } from "./probe";
import { recordSample } from "./record-sample";
import type { Claim } from "./store-sample";
import { watchedOf } from "./watched";

const MOST_AT_ONCE = 128;
// A tick waits this long for the probes that it started. Slower ones go on behind it: a service that hangs delays nobody else.
const PATIENCE_MS = 200;
// A claim outlasts the longest probe and its recording, and no more: when a worker dies, another probes after this.
const SHORTEST_LEASE_MS = 10_000;
const [LEAST_WAIT_MS, MOST_WAIT_MS] = [25, 1_000];

type Claimed = { id: string; organizationId: string; claim: Claim };
const underWay = new Map<Promise<void>, string>();

/**
 * One tick of the probe loop: claims the services that are due, so that no other worker probes them in this interval, probes them side
 * by side and records what it sees. An organization never has more of them under way than are left for the others, so services that are
 * silent cost their own organization only. Returns when they are done or after a fifth of a second, whichever is first. Throws when
 * the database cannot be used; nothing is lost by that, because a claim runs out.
 */
export async function probeDueServices(): Promise<{ againInMs: number }> {
  const claimed = await claimDue(MOST_AT_ONCE - underWay.size);
  const started = claimed.map(start);
  await patiently(Promise.all(started));
  return { againInMs: await nextDueInMs() };
}

/** Resolves when no probe of this process is under way: for a clean end, and for tests. Never throws. */
export async function settleProbes(): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled(underWay.keys());
}

async function claimDue(atMost: number): Promise<Claimed[]> {
  if (atMost <= 0) return [];
  const now = clock.now();
  const busy = new Map<string, number>();
  for (const organizationId of underWay.values()) busy.set(organizationId, (busy.get(organizationId) ?? 0) + 1);
  // In turns: whoever has the fewest under way comes next, as long as that is fewer than are left.
  const { rows } = await pool().query<{
    id: string;
    organization_id: string;
    next_probe_at: Date;
    interval_ms: number;
  }>(
    `UPDATE services SET next_probe_at = $1::timestamptz(3) + greatest(interval_ms, $2) * interval '1 millisecond'
     WHERE id IN (
       SELECT id FROM services WHERE next_probe_at <= $1 AND deleted_at IS NULL AND id IN (
         SELECT id FROM (
           SELECT id, nth, row_number() OVER (ORDER BY nth, next_probe_at) AS turn FROM (
             SELECT due.id, next_probe_at, coalesce(busy.count, 0)
               + row_number() OVER (PARTITION BY due.organization_id ORDER BY next_probe_at) AS nth
             FROM services AS due LEFT JOIN unnest($4::uuid[], $5::int[]) AS busy (organization_id, count)
               ON busy.organization_id = due.organization_id
             WHERE next_probe_at <= $1 AND deleted_at IS NULL AND unavailable_hint IS NULL AND kind <> '${UNMANAGED}') AS due
         ) AS turns WHERE nth + turn <= $3 + 1)
       FOR UPDATE SKIP LOCKED)
     RETURNING id, organization_id, next_probe_at, interval_ms`,
    [now, SHORTEST_LEASE_MS, atMost, [...busy.keys()], [...busy.values()]],
  );
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    claim: { leaseUntil: row.next_probe_at, nextProbeAt: new Date(now.getTime() + row.interval_ms) },
  }));
}

function start(claimed: Claimed): Promise<void> {
  // Logged, not thrown: what is wrong with one service's row or sample must not cost the others their probes.
  const run = examine(claimed)
    .catch((error) =>
      logger.error({ serviceId: claimed.id, error: errorText(error) }, "A sample could not be recorded"),
    )
    .finally(() => underWay.delete(run));
  underWay.set(run, claimed.organizationId);
  return run;
}

async function examine({ id, claim }: Claimed): Promise<void> {
  const row = await prisma().service.findUnique({ where: { id } });
  if (!row) return;
  const watched = watchedOf(row);
  await recordSample(watched, await probe(watched), claim);
}

async function patiently(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((done) => {
    timer = setTimeout(done, PATIENCE_MS);
  });
  try {
    await Promise.race([work, enough]);
  } finally {
    clearTimeout(timer);
  }
}

/** Until the next service is due, for the loop to sleep; at most a second, because services are added and confirmations asked for meanwhile. */
async function nextDueInMs(): Promise<number> {
  const { rows } = await pool().query<{ due: Date | null }>(
    `SELECT min(next_probe_at) AS due FROM services WHERE deleted_at IS NULL AND unavailable_hint IS NULL AND kind <> '${UNMANAGED}'`,
  );
  const due = rows[0]?.due;
  const inMs = due ? due.getTime() - clock.now().getTime() : MOST_WAIT_MS;
  return Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, inMs));
}
