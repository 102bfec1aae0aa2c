import { clock } from "./clock";
import { conflict } from "./errors";

type Changed = { updatedAt: Date; updatedBy: string | null };

/**
 * Throws `conflict` when `row` was changed after `seen`, which is when the caller read it; `details.current` is what it says now. A caller
 * that does not say what it has read overwrites, as it asked for.
 */
export async function requireUnchanged<Row extends Changed>(
  what: string,
  row: Row,
  seen: string | undefined,
  present: (row: Row) => unknown,
): Promise<void> {
  // Compared here: callers may send a time that Postgres cannot hold.
  if (seen === undefined || row.updatedAt.getTime() === new Date(seen).getTime()) return;
  throw conflict(`${row.updatedBy ?? "Somebody"} has changed this ${what} since you read it; read it again`, {
    current: await present(row),
  });
}

/** When a change to `row` is said to be made. It rises with each one, or two within a millisecond would look like one. */
export const nextChangeAt = ({ updatedAt }: Pick<Changed, "updatedAt">): Date =>
  new Date(Math.max(clock.now().getTime(), updatedAt.getTime() + 1));
