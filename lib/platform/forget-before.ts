import { pool } from "./db";

/** So few are removed within the time limit of a statement, and nobody waits long behind them. */
const AT_ONCE = 2_000;

type Old = {
  table: string;
  /** What tells the age of a row: a time, or an id of version 7. */
  column: string;
  before: Date | string;
  /** A further condition, in SQL. */
  only?: string;
};

/**
 * Removes rows older than `before`, the oldest first and a few at a time, so that any backlog comes to its end; how many there were. What
 * somebody holds is left for the next time. `table`, `column` and `only` become SQL as they are.
 */
export async function forgetBefore({ table, column, before, only = "true" }: Old): Promise<number> {
  let all = 0;
  for (;;) {
    const { rowCount } = await pool().query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM ${table} WHERE ${column} < $1 AND ${only} ORDER BY ${column} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED))`,
      [before],
    );
    all += rowCount ?? 0;
    if ((rowCount ?? 0) < AT_ONCE) return all;
  }
}
