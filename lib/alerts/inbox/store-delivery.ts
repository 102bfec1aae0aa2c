import { wakeInbox, wakingInbox } from "@/lib/events";
import { pool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

/** A delivery as it goes into the inbox. */
export type NewDelivery = {
  organizationId: string;
  integrationId: string;
  /** The sender's own id of it: a second one with the same is not stored. */
  deliveryKey: string | null;
  receivedAt: Date;
  headers: Record<string, string>;
  body: Buffer;
};

/** Nothing was stored, because too much waits to be: the sender should try again a little later. */
export class InboxFull extends Error {}

type Waiting = {
  id: string;
  delivery: NewDelivery;
  done: (wasStored: boolean) => void;
  fail: (error: unknown) => void;
};

// What waits in memory while Postgres is slow. Beyond it senders are told to come back: they keep what they have, a process that dies does not.
// Nobody has more of it than is left for the others.
const MOST_WAITING = 8_000;
const MOST_WAITING_BYTES = 128 * 1024 * 1024;
// One statement, one commit. Bounded, because a statement of its own is prepared for each count of rows, and by what Postgres parses well.
const MOST_AT_ONCE = 64;
const MOST_BYTES_AT_ONCE = 4 * 1024 * 1024;
// While one commit waits for the disk, those that come meanwhile gather for the next; a second lane keeps the disk busy.
const LANES = 2;

const waiting: Waiting[] = [];
let waitingBytes = 0;
const held = new Map<string, { count: number; bytes: number }>();
let flying = 0;
let lastSize = 1;

/**
 * Stores a delivery; resolves once it is committed: true when it is new, false when the sender's id of it was there before. Those that
 * arrive together share a commit. Rejects with `InboxFull`, or with what Postgres said: then nobody knows, and the sender's retry, which
 * carries the same id, settles it.
 */
export function storeDelivery(delivery: NewDelivery): Promise<boolean> {
  const has = held.get(delivery.organizationId) ?? { count: 0, bytes: 0 };
  const leftBytes = MOST_WAITING_BYTES - waitingBytes - delivery.body.length;
  if (has.count >= MOST_WAITING - waiting.length || has.bytes > leftBytes)
    return Promise.reject(new InboxFull("Too many deliveries wait to be stored"));
  return new Promise((done, fail) => {
    waiting.push({ id: newId(), delivery, done, fail });
    weigh(delivery, 1);
    if (waiting.length === 1 || flying < LANES) flushSoon();
  });
}

function weigh({ organizationId, body }: NewDelivery, by: 1 | -1): void {
  const has = held.get(organizationId) ?? { count: 0, bytes: 0 };
  has.count += by;
  has.bytes += by * body.length;
  if (has.count > 0) held.set(organizationId, has);
  else held.delete(organizationId);
  waitingBytes += by * body.length;
}

/** Those of this same turn go together. Where the last went in company, the next are given a turn to gather: a commit costs what several rows do. */
function flushSoon(): void {
  (lastSize > 1 ? setImmediate : queueMicrotask)(flush);
}

function flush(): void {
  while (flying < LANES && waiting.length > 0) {
    // A second lane is for a crowd: half a crowd each would be two commits for what one can carry.
    if (flying > 0 && waiting.length < MOST_AT_ONCE / 2) return;
    const batch = nextBatch();
    lastSize = batch.length;
    flying++;
    commit(batch)
      .catch((error: unknown) => {
        for (const { fail } of batch) fail(error);
      })
      .finally(() => {
        flying--;
        flushSoon();
      });
  }
}

function nextBatch(): Waiting[] {
  let bytes = 0;
  let count = 0;
  while (count < waiting.length && count < MOST_AT_ONCE) {
    bytes += waiting[count]?.delivery.body.length ?? 0;
    if (count > 0 && bytes > MOST_BYTES_AT_ONCE) break;
    count++;
  }
  const batch = waiting.splice(0, count);
  for (const { delivery } of batch) weigh(delivery, -1);
  return batch;
}

async function commit(batch: Waiting[]): Promise<void> {
  const waking = batch.length === 1 ? wakingInbox() : null;
  const text = statementFor(batch.length);
  const { rows } = await pool().query<{ id: string }>({
    name: `store-deliveries-${batch.length}${waking ? "-waking" : ""}`,
    text: waking ? `WITH stored AS (${text}) SELECT id, ${waking} FROM stored` : text,
    values: batch.flatMap(({ id, delivery }) => [
      id,
      delivery.organizationId,
      delivery.integrationId,
      delivery.deliveryKey,
      delivery.receivedAt,
      JSON.stringify(delivery.headers),
      delivery.body,
    ]),
  });
  const stored = new Set(rows.map(({ id }) => id));
  for (const { id, done } of batch) done(stored.has(id));
  if (stored.size > 0 && !waking) wakeInbox();
}

const COLUMNS = 7;
const statements = new Map<number, string>();

function statementFor(rows: number): string {
  let text = statements.get(rows);
  if (!text) {
    const values = Array.from({ length: rows }, (_, row) => {
      const at = (column: number) => `$${row * COLUMNS + column}`;
      return `(${at(1)}::uuid,${at(2)}::uuid,${at(3)}::uuid,${at(4)},${at(5)}::timestamptz,${at(6)}::jsonb,${at(7)}::bytea,${at(5)}::timestamptz)`;
    });
    text = `INSERT INTO deliveries (id, organization_id, integration_id, delivery_key, received_at, headers, body, due_at)
      VALUES ${values.join(",")} ON CONFLICT (integration_id, delivery_key) DO NOTHING RETURNING id`;
    statements.set(rows, text);
  }
  return text;
}
