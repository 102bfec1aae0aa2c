import type { Conditions } from "@/lib/platform/conditions";
import { pool } from "@/lib/platform/db";
import type { Entry } from "./chain";

type Row = Omit<Entry, "seq"> & { seq: string };

const COLUMNS = `version, organization_id AS "organizationId", seq, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName",
  key_id AS "keyId", address, user_agent AS "userAgent", request_id AS "requestId", verb, subject_kind AS "subjectKind",
  subject_id AS "subjectId", data, previous_hash AS "previousHash", hash`;

/** Entries that meet the conditions, in the order of the chain or against it, at most `limit`. A hot path: verification reads millions. */
export async function readEntries(
  conditions: Conditions,
  order: "ASC" | "DESC",
  limit: number,
  offset = 0,
): Promise<Entry[]> {
  const { rows } = await pool().query<Row>(
    `SELECT ${COLUMNS} FROM audit_entries WHERE ${conditions.sql} ORDER BY seq ${order} LIMIT ${limit} OFFSET ${offset}`,
    conditions.values,
  );
  return rows.map((row) => ({ ...row, seq: BigInt(row.seq) }));
}

/**
 * A page of what is known to be few, newest first: found by what finds it fastest, and only then put in order. Left to itself, Postgres
 * walks the whole chain backwards for a rare word, because it hopes to meet enough of them soon.
 */
export async function readFew(conditions: Conditions, limit: number, offset = 0): Promise<Entry[]> {
  const { rows } = await pool().query<Row>(
    `WITH found AS MATERIALIZED (SELECT seq FROM audit_entries WHERE ${conditions.sql})
     SELECT ${COLUMNS} FROM audit_entries
     WHERE organization_id = $1::uuid AND seq IN (SELECT seq FROM found ORDER BY seq DESC LIMIT ${limit} OFFSET ${offset})
     ORDER BY seq DESC`,
    conditions.values,
  );
  return rows.map((row) => ({ ...row, seq: BigInt(row.seq) }));
}

const BATCH = 1_000;
// However rare what one looks for is, no single query reads more of the chain than this.
const WINDOW = 50_000n;

/**
 * Every entry that meets the conditions, from the first to entry `last`, in batches: memory and the length of each query stay the same
 * however long the chain is. The next batch is fetched while the caller works on one.
 */
export async function* walkEntries(conditions: Conditions, last: bigint): AsyncGenerator<Entry[]> {
  const read = async (after: bigint) => {
    const end = after + WINDOW < last ? after + WINDOW : last;
    const batch = await readEntries(conditions.and("seq > ?", after).and("seq <= ?", end), "ASC", BATCH);
    return { batch, until: batch.length === BATCH ? (batch.at(-1)?.seq ?? end) : end };
  };
  let next = last > 0n ? read(0n) : null;
  try {
    while (next) {
      const { batch, until }: Awaited<ReturnType<typeof read>> = await next;
      next = until < last ? read(until) : null;
      if (batch.length > 0) yield batch;
    }
  } finally {
    // Whoever stops early is not interested in how the query that is under way ends.
    next?.catch(() => {});
  }
}
