import { enqueue, publish } from "@/lib/events";
import { noteLog, type OpenedIntegration, openedOf } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import { isDatabaseDown } from "@/lib/platform/database-down";
import { inPassing, inTransaction, prisma, type Tx } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { storable } from "@/lib/platform/storable";
import type { Alert } from "../alert";
import { applyAndKeep } from "../apply-and-keep";
import type { DeliveryState } from "../contract";
import { holdAll } from "../correlate/hold-all";
import { keyOf } from "../correlate/named";
import { sources } from "../sources/registry";
import { type Reading, Unreadable } from "../sources/source";
import { type Claimed, claimDelivery } from "./claim-delivery";

/**
 * So many alerts of a delivery are applied in one transaction. It holds the organization and its audit chain, for which every
 * other alert of the organization waits: one delivery about a thousand services must not keep them waiting until it is through.
 */
const ALERTS_AT_ONCE = 20;

/** So many deliveries are read side by side in one worker. */
const LANES = 4;
/** By then what the first lane found is no alert alone that would only be held up by others that look for more beside it. */
const ALONE_MS = 20;
const MOST_ATTEMPTS = 8;
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [50, 60_000];

/**
 * Reads the deliveries that wait until none is left or `signal` says to stop: integrations take turns, and of each the oldest comes first.
 * Each transaction holds its delivery's row, and what it has applied stands beside it: a worker that dies leaves the rest waiting. What
 * comes in while the last is read is left for the next call.
 */
export async function processDeliveries(signal?: AbortSignal): Promise<void> {
  let count = 0;
  const failures: unknown[] = [];
  const lanes: Promise<void>[] = [];
  const lane = async (): Promise<void> => {
    let isLong: NodeJS.Timeout | undefined;
    const onFound = () => {
      if (count > 0) open();
      else isLong ??= setTimeout(open, ALONE_MS);
      count++;
    };
    try {
      let isMore = true;
      while (isMore && !signal?.aborted) isMore = await processOne(onFound);
    } catch (error) {
      failures.push(error);
    } finally {
      clearTimeout(isLong);
    }
  };
  const open = () => {
    if (lanes.length < LANES) lanes.push(lane());
  };
  open();
  // The list grows while its first lanes run.
  for (const running of lanes) await running;
  if (failures.length > 0) throw failures[0];
}

/** Deals with the delivery whose turn it is; calls `onFound` when there is one that others do not hold. Whether there may be more. */
async function processOne(onFound: () => void): Promise<boolean> {
  let claimed: Claimed | undefined;
  let isMore = false;
  try {
    await inTransaction(async (tx) => {
      claimed = await claimDelivery(tx);
      if (!claimed) return;
      onFound();
      isMore = !(await deal(tx, claimed)) || claimed.isFollowed;
    });
  } catch (error) {
    if (!claimed) throw error;
    await putOff(claimed, error);
    return true;
  }
  return isMore;
}

/** Whether all of it is dealt with. */
async function deal(tx: Tx, claimed: Claimed): Promise<boolean> {
  if (!claimed.integration) {
    finish(tx, claimed, { state: "ignored", problem: "Its integration was deleted" });
    return true;
  }
  const integration = openedOf(claimed.integration);
  let reading: Reading;
  try {
    reading = read(integration, claimed);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    await noteLog(
      {
        integration,
        level: "warning",
        message: `A delivery could not be read: ${error.message}`,
        data: { delivery_id: claimed.id },
      },
      tx,
    );
    finish(tx, claimed, { state: "unreadable", problem: error.message });
    publish(tx, integration.organizationId, "integration.changed", integration.id);
    return true;
  }
  // The rest is found waiting again.
  if (!(await applySome(tx, integration, claimed, reading.alerts))) return false;
  if (reading.confirm) enqueue(tx, "confirm_subscription", { integrationId: integration.id, ...reading.confirm });
  finish(tx, claimed, {
    state: reading.alerts.length > 0 ? "processed" : "ignored",
    eventType: reading.eventType,
    alertCount: reading.alerts.length,
    ...(reading.problem !== undefined && { problem: reading.problem }),
  });
  publish(tx, integration.organizationId, "integration.changed", integration.id);
  return true;
}

function read(integration: OpenedIntegration, { headers, body, received_at: receivedAt }: Claimed): Reading {
  const source = sources[integration.source];
  if (!source) throw new Unreadable(`Nothing can be read from the source ${integration.source}`);
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return source.read({ headers, body: buffer, receivedAt }, integration);
}

/** Applies the next alerts of a delivery that have not been; whether these were the last. */
async function applySome(tx: Tx, integration: OpenedIntegration, claimed: Claimed, alerts: Alert[]): Promise<boolean> {
  // What opens comes first: its incident is there when the rest looks for it.
  const inOrder = alerts
    .map((alert, position) => ({ alert, position }))
    .sort(
      (a, b) =>
        Number(a.alert.action !== "trigger") - Number(b.alert.action !== "trigger") ||
        (a.alert.dedupKey < b.alert.dedupKey ? -1 : Number(a.alert.dedupKey > b.alert.dedupKey)) ||
        a.position - b.position,
    );
  const applied = alerts.length > ALERTS_AT_ONCE ? await positionsApplied(tx, claimed) : new Set();
  const left = inOrder.filter(({ position }) => !applied.has(position));
  const next = left.slice(0, ALERTS_AT_ONCE);
  if (next.length > 1)
    await holdAll(
      tx,
      integration,
      next.map(({ alert }) => alert),
    );
  const turns = turnsOf(alerts);
  for (const { alert, position } of next)
    await applyAndKeep(tx, integration, alert, {
      receivedAt: new Date(claimed.received_at.getTime() + (turns[position] ?? 0)),
      delivery: { id: claimed.id, position },
    });
  return left.length === next.length;
}

/**
 * How many words about the same thing stand before each in its delivery: a list is told in its order, so each came a moment, here a
 * millisecond, after the one before it. It counts where they bring no times of their own.
 */
function turnsOf(alerts: readonly Alert[]): number[] {
  const told = new Map<string, number>();
  return alerts.map((alert) => {
    const key = keyOf(alert);
    const turn = told.get(key) ?? 0;
    told.set(key, turn + 1);
    return turn;
  });
}

async function positionsApplied(tx: Tx, { id }: Claimed): Promise<ReadonlySet<number>> {
  const rows = await tx.$queryRaw<{ position: number }[]>`SELECT position FROM alerts WHERE delivery_id = ${id}::uuid`;
  return new Set(rows.map(({ position }) => position));
}

type Ending = { state: DeliveryState; eventType?: string; problem?: string; alertCount?: number };

function finish(tx: Tx, { id }: Claimed, { state, eventType, problem, alertCount = 0 }: Ending): void {
  const named = eventType === undefined ? null : storable(eventType).slice(0, 200);
  const told = problem === undefined ? null : storable(problem).slice(0, 1_000);
  inPassing(
    tx,
    tx.$executeRaw`
      UPDATE deliveries SET state = ${state}, alert_count = ${alertCount}, processed_at = ${clock.now()}, event_type = ${named},
        problem = ${told}
      WHERE id = ${id}::uuid`,
  );
}

/**
 * What went wrong is ours: it is tried again with growing pauses, and shown when that does not help. A race that was lost, or a database
 * that went away, counts for nothing: that is no fault of this delivery.
 */
async function putOff({ id, attempts, integration }: Claimed, error: unknown): Promise<void> {
  const isFault = !isDatabaseDown(error);
  const tries = attempts + Number(isFault);
  const isLast = isFault && tries >= MOST_ATTEMPTS;
  const problem = storable(errorText(error)).slice(0, 1_000);
  const told = { deliveryId: id, integrationId: integration?.id, tries, error: problem };
  if (isFault) logger[isLast ? "error" : "warn"](told, "A delivery could not be dealt with");
  const waitMs = Math.min(FIRST_WAIT_MS * 4 ** Math.max(0, tries - 1), LONGEST_WAIT_MS);
  await prisma().delivery.updateMany({
    where: { id, state: "waiting" },
    data: {
      dueAt: new Date(clock.now().getTime() + waitMs),
      ...(isFault && { attempts: tries, problem }),
      ...(isLast && { state: "failed", processedAt: clock.now() }),
    },
  });
}
