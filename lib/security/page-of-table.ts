import type { Conditions } from "@/lib/platform/conditions";
import { pool } from "@/lib/platform/db";
import { invalid } from "@/lib/platform/errors";

const MOST_COUNTED = 10_000;

export type Listed<Row> = {
  rows: Row[];
  total: number;
  total_is_exact: boolean;
  has_next: boolean;
  next_cursor: string | null;
};

/** A page of a table whose ids rise with time, newest first: by cursor as fast at its end as at its beginning. Counts, and leafs by number, up to 10,000. Throws `invalid` beyond. */
export async function pageOfTable<Row extends { id: string }>(
  table: "access_entries" | "security_events",
  columns: string,
  conditions: Conditions,
  { page, page_size: size, cursor }: { page: number; page_size: number; cursor?: string | undefined },
): Promise<Listed<Row>> {
  const skip = cursor === undefined ? (page - 1) * size : 0;
  if (skip >= MOST_COUNTED) {
    const message = `Pages by number end at ${MOST_COUNTED} entries; go on with the cursor`;
    throw invalid(message, { issues: [{ path: "page", message }] });
  }
  const counted = pool().query<{ count: string }>(
    `SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE ${conditions.sql} LIMIT ${MOST_COUNTED + 1}) AS found`,
    conditions.values,
  );
  const bounded = cursor === undefined ? conditions : conditions.and("id < ?::uuid", cursor);
  const [{ rows: counts }, { rows: found }] = await Promise.all([
    counted,
    pool().query<Row>(
      `SELECT ${columns} FROM ${table} WHERE ${bounded.sql} ORDER BY id DESC LIMIT ${size + 1} OFFSET ${skip}`,
      bounded.values,
    ),
  ]);
  const count = Number(counts[0]?.count ?? 0);
  const rows = found.slice(0, size);
  const hasNext = found.length > size;
  return {
    rows,
    total: Math.min(count, MOST_COUNTED),
    total_is_exact: count <= MOST_COUNTED,
    has_next: hasNext,
    next_cursor: hasNext ? (rows.at(-1)?.id ?? null) : null,
  };
}
