import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { Prisma } from "@/prisma/generated/client";

// A raw statement that goes through Prisma costs three times what it costs on the connection itself, and those that every alert, sample
// and change runs are many. So the raw statements of a transaction go straight to its connection, prepared there under a name. Everything
// else about the transaction stays Prisma's.

/** The connection that a transaction runs on; null before its begin and from its end on. */
export type Line = { client: pg.PoolClient | null };

// On globalThis, as the pool is that they belong to: Next compiles routes into bundles of their own, and each would have others.
const held = globalThis as unknown as {
  nightshiftLines?: AsyncLocalStorage<Line>;
  nightshiftStatements?: Map<string, string>;
};
held.nightshiftLines ??= new AsyncLocalStorage();
held.nightshiftStatements ??= new Map();
const lines = held.nightshiftLines;

/** Runs `begin`; the first connection that it takes from a watched pool is put on the line. */
export const onLine = <T>(line: Line, begin: () => Promise<T>): Promise<T> => lines.run(line, begin);

/** Has a pool tell `onLine` which connection it gives, until that comes back. */
export function watchConnections(pool: pg.Pool): void {
  const connect = pool.connect.bind(pool);
  const watched = async (line: Line): Promise<pg.PoolClient> => {
    const client = await connect();
    const { release, query } = client;
    line.client = client;
    // Prisma ends a transaction that takes too long while a statement of it still runs. What came behind that end would be on its own, and
    // committed at once.
    client.query = ((...all: Parameters<typeof query>) => {
      if (isEnd(all[0])) line.client = null;
      return query.apply(client, all);
    }) as typeof query;
    client.release = (error) => {
      // The next to get this connection has nothing to do with this transaction, however late somebody in it still asks.
      line.client = null;
      client.release = release;
      client.query = query;
      release.call(client, error);
    };
    return client;
  };
  pool.connect = ((callback?: Parameters<typeof connect>[0]) => {
    const line = lines.getStore();
    if (callback) return connect(callback);
    return line && line.client === null ? watched(line) : connect();
  }) as typeof pool.connect;
}

const isEnd = (asked: unknown): boolean => /^(COMMIT|ROLLBACK)$/.test((asked as { text?: string } | null)?.text ?? "");

/** The transaction with its raw statements on the line. Their answers are what Prisma would make of them. */
export function direct<Tx extends Prisma.TransactionClient>(tx: Tx, line: Line): Tx {
  const ask = async (strings: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<pg.QueryResult> => {
    const { text, values: given } = Array.isArray(strings) ? Prisma.sql(strings, ...values) : (strings as Prisma.Sql);
    if (!line.client) throw new Error("This transaction is over");
    return line.client.query({ name: nameOf(text), text, values: given, types });
  };
  const raw = {
    $queryRaw: async (...all: Parameters<typeof ask>) => (await ask(...all)).rows,
    $executeRaw: async (...all: Parameters<typeof ask>) => (await ask(...all)).rowCount ?? 0,
  };
  return new Proxy(tx, {
    get: (target, key) => (key in raw ? raw[key as keyof typeof raw] : Reflect.get(target, key)),
  });
}

// Each name is a plan that every connection keeps. The texts of the product are some hundred; one that is put together is another each time.
const MOST_NAMES = 500;
const names = held.nightshiftStatements;

function nameOf(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined || names.size >= MOST_NAMES) return name;
  const next = `direct-${names.size}`;
  names.set(text, next);
  return next;
}

const { INT8, NUMERIC, DATE, TIMESTAMP } = pg.types.builtins;
const parsers: Partial<Record<number, (text: string) => unknown>> = {
  [INT8]: BigInt,
  [NUMERIC]: (text) => new Prisma.Decimal(text),
  [DATE]: (text) => new Date(`${text}T00:00:00Z`),
  [TIMESTAMP]: (text) => new Date(`${text.replace(" ", "T")}Z`),
};
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: "text" | "binary") =>
    parsers[oid] ?? pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig["getTypeParser"],
};
