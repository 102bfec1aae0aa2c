import { tellOfIncident } from "@/lib/incidents";
import { openedOf } from "@/lib/integrations";
import { sourceTitles } from "@/lib/integrations/contract";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma, type Tx } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { endIncident } from "./end-incident";
import { QUIET_MS, STEADY_AFTER_MS } from "./flapping";
import { ctxOf, type SignalRow } from "./held";
import { raiseSuppressed } from "./raise-suppressed";

const MOST_AT_ONCE = 200;

/** What time alone changes about a signal, and how its row is found. */
type Change = {
  candidates(now: Date): Promise<{ id: string }[]>;
  /** Whether it is still so, asked of the row that this transaction holds. */
  isDue(signal: SignalRow, now: Date): boolean;
  apply(tx: Tx, signal: SignalRow): Promise<void>;
};

/** Flapping, resolved, and quiet for long enough: over. */
const settled: Change = {
  candidates: (now) => prisma().$queryRaw`
    SELECT id FROM signals WHERE settles_at <= ${now.toISOString()}::timestamptz(3) ORDER BY settles_at LIMIT ${MOST_AT_ONCE}`,
  isDue: ({ settlesAt }, now) => settlesAt !== null && settlesAt <= now,
  async apply(tx, signal) {
    await calm(tx, signal);
    if (signal.incidentId === null) return;
    const { integration, ctx } = await senderOf(tx, signal);
    await endIncident(tx, ctx, {
      incidentId: signal.incidentId,
      reporter: sourceTitles[integration.source],
      title: signal.title,
      after: `It flapped, and has been quiet for ${QUIET_MS / 60_000} minutes`,
    });
  },
};

/** Flapping, firing, and without a turn for so long that it is simply there. */
const steady: Change = {
  candidates: (now) => prisma().$queryRaw`
    SELECT id FROM signals WHERE flapping_since IS NOT NULL AND status = 'firing'
      AND turns[cardinality(turns)] <= ${new Date(now.getTime() - STEADY_AFTER_MS).toISOString()}::timestamptz(3) LIMIT ${MOST_AT_ONCE}`,
  isDue: ({ flappingSince, status, turns }, now) =>
    flappingSince !== null && status === "firing" && (turns.at(-1)?.getTime() ?? 0) <= now.getTime() - STEADY_AFTER_MS,
  async apply(tx, signal) {
    await calm(tx, signal);
    if (signal.incidentId === null) return;
    const { ctx } = await senderOf(tx, signal);
    tellOfIncident(tx, ctx, "steady", {
      incidentId: signal.incidentId,
      kind: "changed",
      text: `It no longer flaps: “${signal.title}” has been there for ${STEADY_AFTER_MS / 60_000} minutes`,
    });
  },
};

/** Firing since a maintenance window that is over its service no longer: ended, cancelled, or changed. */
const uncovered: Change = {
  candidates: (now) => prisma().$queryRaw`
    SELECT signals.id FROM signals JOIN integrations ON integrations.id = signals.integration_id
    WHERE suppressed_until IS NOT NULL AND integrations.deleted_at IS NULL AND NOT EXISTS (
      SELECT FROM maintenance_windows AS planned WHERE planned.organization_id = signals.organization_id AND cancelled_at IS NULL
        AND starts_at <= ${now.toISOString()}::timestamptz(3) AND ends_at > ${now.toISOString()}::timestamptz(3)
        AND (service_names = '{}' OR lower(signals.service_name) = ANY(service_names)))
    ORDER BY suppressed_until LIMIT ${MOST_AT_ONCE}`,
  isDue: ({ suppressedUntil }) => suppressedUntil !== null,
  async apply(tx, signal) {
    const { integration, ctx } = await senderOf(tx, signal);
    await raiseSuppressed(tx, ctx, integration, signal);
  },
};

/**
 * Does what signals have waited for, each in a transaction of its own: what flapped and stayed quiet is resolved, and what still fires
 * when a maintenance window has ended opens its incident. Safe to call by several workers at once. Returns how many there were.
 */
export async function settleSignals(): Promise<number> {
  let count = 0;
  for (const change of [settled, steady, uncovered]) {
    for (const { id } of await change.candidates(clock.now())) {
      try {
        if (await inTransaction((tx) => settle(tx, id, change))) count++;
      } catch (error) {
        // Looked at again with the next call; what is wrong with one must not keep the others waiting.
        logger.warn({ signalId: id, error: errorText(error) }, "A signal could not be settled");
      }
    }
  }
  return count;
}

async function settle(tx: Tx, id: string, { isDue, apply }: Change): Promise<boolean> {
  const [held] = await tx.$queryRaw<
    { id: string }[]
  >`SELECT id FROM signals WHERE id = ${id}::uuid FOR UPDATE SKIP LOCKED`;
  if (!held) return false;
  const signal = await tx.signal.findUniqueOrThrow({ where: { id } });
  if (!isDue(signal, clock.now())) return false;
  await apply(tx, signal);
  return true;
}

const calm = (tx: Tx, { id }: SignalRow) =>
  tx.signal.update({ where: { id }, data: { settlesAt: null, flappingSince: null, turns: [] } });

async function senderOf(tx: Tx, { integrationId }: SignalRow) {
  const integration = openedOf(await tx.integration.findUniqueOrThrow({ where: { id: integrationId } }));
  return { integration, ctx: ctxOf(integration, null) };
}
