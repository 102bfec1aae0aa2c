import type { Redis } from "ioredis";
import { digestOf } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { redact } from "@/lib/platform/redact";
import { openRedis } from "./redis-connection";
import { secretsOfWatched, type Watched, watchedOf } from "./watched";

// Redis keeps no slots for administrators: once `maxclients` is reached nobody gets in to find out why. So a process that must be able
// to look keeps one connection to each Redis open from before.

type Reserve = {
  redis: Redis | null;
  /** Of the connection's settings: a reserve for yesterday's address is of no use. */
  digest: string;
  watched: Watched;
  over: AbortController;
  retry: NodeJS.Timeout | undefined;
  /** Rises when a connection is opened or given up: one that comes up after its turn is closed again. */
  turn: number;
  waitMs: number;
};

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
const RELEASED_MS = 10_000;
const LOOK_EVERY_MS = 5_000;

// On globalThis, because Next compiles routes into bundles of their own, which would each open their own (see lib/platform/db).
const held = globalThis as unknown as { nightshiftReserves?: Map<string, Reserve> };
const reserves = (): Map<string, Reserve> => {
  held.nightshiftReserves ??= new Map();
  return held.nightshiftReserves;
};

/** The connection in reserve for this service as it is reached today, or null when there is none that works right now. */
export function reserveOf({ id, connection }: Watched): Redis | null {
  const reserve = reserves().get(id);
  if (reserve?.redis?.status !== "ready") return null;
  return reserve.digest === digestOf(connection) ? reserve.redis : null;
}

/**
 * Makes this process keep one connection to each Redis that is watched, and let go of those that are not watched any more. For the
 * worker, and for a web process that measures effects on services. Call it again after `againInMs`.
 */
export async function keepReserves(): Promise<{ againInMs: number }> {
  const rows = await prisma().service.findMany({ where: { kind: "redis", deletedAt: null, unavailableHint: null } });
  const wanted = new Set(rows.map((row) => row.id));
  for (const [id, reserve] of reserves()) if (!wanted.has(id)) drop(id, reserve);
  for (const row of rows) {
    try {
      keep(watchedOf(row));
    } catch (error) {
      // A password sealed under another secret, say: this service gets no reserve, the others do.
      logger.warn({ service: row.name, error: errorText(error) }, "No connection can be kept in reserve");
    }
  }
  return { againInMs: LOOK_EVERY_MS };
}

/**
 * Gives the slot of this service's reserve up, for ten seconds: for a `redis-cli` that must get in. Resolves when the server has taken
 * it back. Never throws.
 */
export async function releaseReserve(serviceId: string): Promise<void> {
  const reserve = reserves().get(serviceId);
  if (!reserve) return;
  const { redis } = reserve;
  reserve.redis = null;
  reserve.turn++;
  again(reserve, RELEASED_MS);
  // QUIT is answered, and then closed, by the server: after it the slot is free, which closing on our side alone does not tell.
  await redis?.quit().catch((error) => {
    logger.debug({ error: errorText(error) }, "A reserve connection was already gone");
    redis.disconnect();
  });
}

/** Closes every reserve; for the end of a process. */
export function closeReserves(): void {
  for (const [id, reserve] of reserves()) drop(id, reserve);
}

function keep(watched: Watched): void {
  const digest = digestOf(watched.connection);
  const known = reserves().get(watched.id);
  if (known?.digest === digest) {
    // Redis may close idle clients, and a connection can break without a word: this notices both.
    const { redis } = known;
    redis?.ping().catch(() => redis.disconnect());
    return;
  }
  if (known) drop(watched.id, known);
  const over = new AbortController();
  const reserve: Reserve = { redis: null, digest, watched, over, retry: undefined, turn: 0, waitMs: FIRST_WAIT_MS };
  reserves().set(watched.id, reserve);
  void open(reserve);
}

function drop(id: string, reserve: Reserve): void {
  reserves().delete(id);
  clearTimeout(reserve.retry);
  reserve.over.abort();
}

async function open(reserve: Reserve): Promise<void> {
  const turn = ++reserve.turn;
  try {
    const redis = await openRedis(reserve.watched.connection, reserve.over.signal);
    if (turn !== reserve.turn) return redis.disconnect();
    // A spare connection is no reason for a process to stay alive.
    redis.stream.unref();
    reserve.redis = redis;
    reserve.waitMs = FIRST_WAIT_MS;
    redis.once("end", () => {
      if (reserve.redis !== redis) return;
      reserve.redis = null;
      again(reserve, reserve.waitMs);
    });
    // So that whoever lists the clients sees whose it is. Not every role may.
    redis
      .client("SETNAME", "nightshift-reserve")
      .catch((error) => logger.debug({ error: errorText(error) }, "The reserve could not be named"));
  } catch (error) {
    const { watched } = reserve;
    logger.debug(
      { service: watched.name, error: redact(errorText(error), secretsOfWatched(watched)) },
      "No connection could be kept in reserve",
    );
    if (turn !== reserve.turn) return;
    again(reserve, reserve.waitMs);
    reserve.waitMs = Math.min(reserve.waitMs * 2, LONGEST_WAIT_MS);
  }
}

function again(reserve: Reserve, ms: number): void {
  clearTimeout(reserve.retry);
  if (reserve.over.signal.aborted) return;
  reserve.retry = setTimeout(() => void open(reserve), ms);
  reserve.retry.unref();
}
