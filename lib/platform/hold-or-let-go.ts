import { inPassing, type Tx } from "./db";

/**
 * The row that `look` finds and locks; undefined, with nothing locked, when it finds none. Alone, a `SELECT FOR UPDATE` that had to wait for
 * a row, and finds that it is not what was looked for any more, keeps it locked until the transaction ends, and whoever then waits for
 * somebody who waits for that row waits for ever (https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED).
 * `look` asks one statement; nothing may be written through the same transaction until this is settled.
 */
export async function holdOrLetGo<Row>(tx: Tx, look: () => Promise<Row[]>): Promise<Row | undefined> {
  inPassing(tx, tx.$executeRaw`SAVEPOINT look`);
  const [row] = await look();
  if (row === undefined) inPassing(tx, tx.$executeRaw`ROLLBACK TO SAVEPOINT look`);
  return row;
}
