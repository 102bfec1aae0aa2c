import type { Redis } from "ioredis";
import { clock } from "@/lib/platform/clock";
import { isRedisFull, openRedis } from "./redis-connection";
import { reserveOf } from "./reserve";
import type { Watched } from "./watched";
import { within } from "./within";

const WORK_MS = 10_000;
const PING_MS = 250;

/**
 * Runs `work` on the connection that this process keeps in reserve when that answers, else on a fresh one: a person waits for most of
 * what is asked here, and a full server lets no newcomer in. How an application fares is for `probe` to tell. Each command has 2 seconds,
 * the whole work 10. Rejects with the server's own error. Do not keep or close the connection.
 */
export async function withRedis<T>(watched: Watched, work: (redis: Redis) => Promise<T>): Promise<T> {
  return within(WORK_MS, `${watched.name} gave no complete answer within ${WORK_MS / 1000} s`, async (signal) =>
    work(await reserveOrOpen(watched, signal)),
  );
}

async function reserveOrOpen(watched: Watched, signal: AbortSignal): Promise<Redis> {
  const ready = reserveOf(watched);
  if (ready && (await answers(ready))) return ready;
  try {
    return await openRedis(watched.connection, signal);
  } catch (error) {
    // It may be slow to answer a ping because it is full and busy; slow is better than not at all.
    const reserve = isRedisFull(error) ? reserveOf(watched) : null;
    if (!reserve) throw error;
    return reserve;
  }
}

async function answers(redis: Redis): Promise<boolean> {
  const over = new AbortController();
  const ping = redis.ping().then(
    () => true,
    () => false,
  );
  const late = clock.sleep(PING_MS, over.signal).then(
    () => false,
    () => false,
  );
  const isAlive = await Promise.race([ping, late]);
  over.abort();
  return isAlive;
}
