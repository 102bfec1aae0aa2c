import { pool } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";

/** Where listeners wake: the outbox as a whole, one execution's output, or the inbox. */
export const channels = {
  outbox: "nightshift_outbox",
  output: "nightshift_output",
  inbox: "nightshift_inbox",
} as const;

const pending = new Set<string>();
let isResting = false;

// NOTIFY takes a lock that serializes commits, so it is sent on its own after the commit. The first wish goes out at once, because
// somebody waits for it; those of the next moment share one.
const REST_MS = 5;

function wake(channel: string, payload: string): void {
  pending.add(`${channel} ${payload}`);
  if (!isResting) send();
}

function send(): void {
  isResting = true;
  // Those of this same turn go out together.
  queueMicrotask(flush);
  setTimeout(() => {
    isResting = false;
    if (pending.size > 0) send();
  }, REST_MS);
}

function flush(): void {
  const wishes = [...pending].map((wish) => wish.split(" "));
  pending.clear();
  pool()
    .query("SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS wish(channel, payload)", [
      wishes.map(([channel]) => channel),
      wishes.map(([, payload]) => payload ?? ""),
    ])
    // A lost wake-up costs a listener one poll interval, never an event.
    .catch((error) => logger.warn({ error: errorText(error) }, "Listeners could not be woken; they poll"));
}

/** Wakes those who listen to the outbox, to read it. */
export const wakeOutbox = (): void => wake(channels.outbox, "");

/** Tells whoever follows this execution that events were written. Call after they are committed. */
export const wakeOutput = (executionId: string): void => wake(channels.output, executionId);

let inboxWokenAt = Number.NEGATIVE_INFINITY;
/** After so long somebody waits for this one delivery; before, it is one of many. */
const QUIET_MS = 100;

/** Tells whoever reads the inbox that deliveries came in. Call after they are committed. */
export function wakeInbox(): void {
  inboxWokenAt = performance.now();
  wake(channels.inbox, "");
}

/**
 * The call in SQL by which a statement that stores a delivery wakes whoever reads the inbox, with its commit: after a quiet time, when no
 * other commit is held up by it. Null when it is to be `wakeInbox`.
 */
export function wakingInbox(): string | null {
  const isQuiet = performance.now() - inboxWokenAt > QUIET_MS;
  if (isQuiet) inboxWokenAt = performance.now();
  return isQuiet ? `pg_notify('${channels.inbox}', '')` : null;
}
