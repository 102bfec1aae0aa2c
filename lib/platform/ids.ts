import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

// Asking the system for 16 bytes costs as much as for 4,096, and more than everything else about an id.
const POOL_BYTES = 4_096;
const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

function random16(): Uint8Array {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

let [lastMs, seq] = [0, 0];
const MOST_SEQ = 0xffffffff;

/**
 * A new id. UUID version 7 (RFC 9562) rises with time, so that new rows land at the end of an index; those that one process makes within a
 * millisecond rise too.
 */
export function newId(): string {
  const random = random16();
  const now = Date.now();
  if (now > lastMs || seq === MOST_SEQ) {
    lastMs = Math.max(now, lastMs + 1);
    // Half of what there is to count with.
    seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else seq++;
  return v7({ random, msecs: lastMs, seq });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `text` can be an id at all; asked before a query, because Postgres refuses to compare anything else with a uuid column. */
export const isId = (text: string): boolean => UUID.test(text);
