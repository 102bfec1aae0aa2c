import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "@/prisma/generated/client";
import { isDatabaseDown } from "./database-down";
import { direct, type Line, onLine, watchConnections } from "./direct-sql";
import { env } from "./env";
import { unavailable } from "./errors";
import { logger } from "./logger";
import { giveUpInSilence } from "./silence";
import { askAgainAfterStandstill } from "./stood-still";

// The only Prisma client and the only pg pool of a process. They hang on globalThis because Next compiles routes into bundles of their
// own: without it each bundle would open its own connections.
const held = globalThis as unknown as {
  nightshiftPool?: pg.Pool;
  nightshiftPrisma?: PrismaClient;
  nightshiftFence?: AsyncLocalStorage<Fence>;
};

const CONNECT_MS = 2_500;

/** The pool for hot paths: samples, execution events, the outbox, locks. */
export function pool(): pg.Pool {
  if (!held.nightshiftPool) {
    held.nightshiftPool = new pg.Pool({
      connectionString: env().DATABASE_URL,
      max: 16,
      // Somebody waits, and is better told.
      connectionTimeoutMillis: CONNECT_MS,
      // Opening one costs a login; at 3 a.m. the next query may come after minutes of quiet, and somebody waits for it.
      idleTimeoutMillis: 600_000,
      statement_timeout: 15_000,
      // A process that is frozen in the middle of a transaction holds its locks (the audit chain's among them); Postgres ends it.
      idle_in_transaction_session_timeout: 5_000,
      application_name: "nightshift",
      // Statements are sent behind those that are not answered yet: see `inPassing`.
      pipeline: true,
      // Prisma's adapter writes times without a zone, and Postgres would take them for its own. Not as a startup option: poolers such as
      // PgBouncer refuse those.
      onConnect: async (client) => {
        await client.query("SET TIME ZONE 'UTC'");
      },
    });
    // An idle connection that breaks (Postgres restarted) must not end the process; the pool opens another.
    held.nightshiftPool.on("error", (error) =>
      logger.warn({ error: error.message }, "An idle database connection broke"),
    );
    held.nightshiftPool.on("connect", (client) => {
      client.on("error", (error) => logger.debug({ error: error.message }, "A database connection broke while in use"));
      giveUpInSilence(client, env().DATABASE_URL);
    });
    askAgainAfterStandstill(held.nightshiftPool, CONNECT_MS);
    watchConnections(held.nightshiftPool);
  }
  return held.nightshiftPool;
}

export function prisma(): PrismaClient {
  if (!held.nightshiftPrisma) {
    held.nightshiftPrisma = new PrismaClient({ adapter: new PrismaPg(pool()) });
  }
  return held.nightshiftPrisma;
}

/** What a verb writes through: a Prisma client bound to one transaction. */
export type Tx = Prisma.TransactionClient;
export { Prisma };

/** What a transaction gathers while it works and writes as one at its end. */
export type Gathered<T> = {
  write(tx: Tx, items: T[]): Promise<void>;
  /** Written after everything else, because it takes a lock that others wait for until the commit. */
  isLast?: boolean;
};

type Endings = {
  gathered: Map<Gathered<never>, unknown[]>;
  afterCommit: (() => void)[];
  passing: Promise<unknown>[];
  hasFailed: boolean;
};
const endings = new WeakMap<Tx, Endings>();

/**
 * Runs `work` in one READ COMMITTED transaction: all of it is committed, or none when it throws. One exception: when Postgres goes away
 * during the commit itself, nobody can know; that is an `unavailable` which says so (and `isDatabaseDown` holds for it).
 */
export async function inTransaction<T>(work: (tx: Tx) => T | Promise<T>): Promise<T> {
  let after: (() => void)[] = [];
  let passing: Promise<unknown>[] = [];
  let isCommitting = false;
  const line: Line = { client: null };
  const transaction = onLine(line, () =>
    prisma().$transaction(
      async (plain) => {
        const tx = direct(plain, line);
        const ending: Endings = { gathered: new Map(), afterCommit: [], passing: [], hasFailed: false };
        endings.set(tx, ending);
        ({ afterCommit: after, passing } = ending);
        const done = await orWhatFailedInPassing(ending, async () => {
          const done = await work(tx);
          await fences().getStore()?.(tx);
          const writes = [...ending.gathered].sort(([a], [b]) => Number(a.isLast ?? false) - Number(b.isLast ?? false));
          for (const [kind, items] of writes) await kind.write(tx, items as never[]);
          await knownUnsent(ending);
          return done;
        }).finally(() => endings.delete(tx));
        isCommitting = true;
        return done;
      },
      { maxWait: 5_000, timeout: 15_000 },
    ),
  );
  const result = await transaction.catch((error: unknown) => {
    throw isCommitting && isDatabaseDown(error) ? doneOrNot(error) : error;
  });
  // The commit goes right behind what was sent in passing. Where some of that failed, Postgres has rolled back instead, and says no word of it.
  await Promise.all(passing);
  for (const hook of after) hook();
  return result;
}

/** What cannot be sent at all (a value that no parameter can be) is heard of a turn later, and Postgres never hears of it: it would commit the rest. */
async function knownUnsent(ending: Endings): Promise<void> {
  await new Promise<void>((done) => process.nextTick(done));
  if (ending.hasFailed) await Promise.all(ending.passing);
}

/** After a statement that failed in passing, every other fails because of it, and says less. */
async function orWhatFailedInPassing<T>({ passing }: Endings, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const failed = (await Promise.allSettled(passing)).find((outcome) => outcome.status === "rejected");
    throw failed?.reason ?? error;
  }
}

const doneOrNot = (cause: unknown) =>
  unavailable(
    "The database went away while this was being saved, so it may have been done or not; look before you repeat it",
    { may_have_been_done: true },
    { cause },
  );

/** Called with each transaction before it commits. When it throws, that transaction is rolled back. */
export type Fence = (tx: Tx) => Promise<void>;

function fences(): AsyncLocalStorage<Fence> {
  held.nightshiftFence ??= new AsyncLocalStorage();
  return held.nightshiftFence;
}

/** Runs `work`; what its transactions change is committed only where the fence lets it. */
export const behindFence = <T>(fence: Fence, work: () => Promise<T>): Promise<T> => fences().run(fence, work);

/**
 * For a raw statement of this transaction whose answer nobody needs: those that follow are sent without waiting for it, the commit too. Each
 * wait that is spared is spared by everybody who waits for a lock of this transaction. Where it fails, nothing is committed, and its error
 * is what the transaction throws. Throws outside `inTransaction`.
 */
export function inPassing(tx: Tx, statement: Promise<unknown>): void {
  const ending = endingOf(tx);
  // Why, is heard of at the end.
  statement.catch(() => {
    ending.hasFailed = true;
  });
  ending.passing.push(statement);
}

/** Has `item` written with the others of its kind just before the transaction commits. Throws outside `inTransaction`. */
export function atEnd<T>(tx: Tx, kind: Gathered<T>, item: T): void {
  const { gathered } = endingOf(tx);
  const items = gathered.get(kind);
  if (items) items.push(item);
  else gathered.set(kind, [item]);
}

/** Calls `hook` once the transaction has committed; never when it rolls back. Throws outside `inTransaction`. */
export function afterCommit(tx: Tx, hook: () => void): void {
  endingOf(tx).afterCommit.push(hook);
}

function endingOf(tx: Tx): Endings {
  const ending = endings.get(tx);
  // What would be gathered after the end would never be written, and nobody would hear of it.
  if (!ending) throw new Error("This is not a transaction of inTransaction, or it is over");
  return ending;
}

/** Closes every connection; for the end of a process. */
export async function closeDatabase(): Promise<void> {
  await held.nightshiftPrisma?.$disconnect();
  await held.nightshiftPool?.end();
  held.nightshiftPrisma = undefined;
  held.nightshiftPool = undefined;
}
