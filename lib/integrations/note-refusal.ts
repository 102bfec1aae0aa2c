import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { type LogInput, noteLog } from "./note-log";

export type Refusal = {
  integration: LogInput["integration"];
  kind: "unproven" | "over_limit";
  why: string;
  address: string | null;
};

// An attack repeats itself by the thousand; its page needs to say it once in a while, and how often.
const QUIET_MS = 10_000;
const held = new Map<string, Refusal & { more: number }>();

/**
 * Writes into an integration's log that a delivery was refused at the door: the first at once, those of every ten seconds after it as one
 * line for each kind with their number, which `refused_24h` adds up. Never throws.
 */
export function noteRefusal(refusal: Refusal): void {
  const key = `${refusal.kind} ${refusal.integration.id}`;
  const known = held.get(key);
  if (known) {
    held.set(key, { ...refusal, more: known.more + 1 });
    return;
  }
  held.set(key, { ...refusal, more: 0 });
  void write(refusal, 1, `A delivery was refused: ${refusal.why}`);
  void tellOfMore(key);
}

/** Writes down the refusals that are counted and not yet told: for the end of a process, before its database is closed. */
export async function flushRefusals(): Promise<void> {
  await Promise.all([...held.keys()].map(tellNow));
}

async function tellOfMore(key: string): Promise<void> {
  do {
    await clock.sleep(QUIET_MS);
  } while (await tellNow(key));
  held.delete(key);
}

/** Whether there was anything to tell. */
async function tellNow(key: string): Promise<boolean> {
  const refusal = held.get(key);
  if (!refusal || refusal.more === 0) return false;
  held.set(key, { ...refusal, more: 0 });
  const what = refusal.more === 1 ? "1 more delivery was" : `${refusal.more} more deliveries were`;
  await write(
    refusal,
    refusal.more,
    `${what} refused within ${QUIET_MS / 1_000} seconds, the last one: ${refusal.why}`,
  );
  return true;
}

const write = ({ integration, kind, address }: Refusal, refused: number, message: string): Promise<void> =>
  inTransaction(async (tx) => {
    await noteLog({ integration, level: "error", message, data: { address, kind, refused } }, tx);
    publish(tx, integration.organizationId, "integration.changed", integration.id);
  }).catch((error) => logger.warn({ error: errorText(error) }, "The log of an integration could not be written"));
