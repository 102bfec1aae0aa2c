import type { Redis } from "ioredis";
import { isRedisFull, openRedis } from "./redis-connection";
import { reserveOf } from "./reserve";
import type { Watched } from "./watched";
import { within } from "./within";

const WORK_MS = 10_000;

/**
 * Runs `work` on a fresh connection to the service; when every client slot is taken, on the connection that this process keeps in
 * reserve. Each command has 2 seconds, the whole work 10. Rejects with the server's own error. Do not keep or close the connection.
 */
export async function withRedis<T>(watched: Watched, work: (redis: Redis) => Promise<T>): Promise<T> {
  return within(WORK_MS, `${watched.name} gave no complete answer within ${WORK_MS / 1000} s`, async (signal) =>
    work(await openOrReserve(watched, signal)),
  );
}

async function openOrReserve(watched: Watched, signal: AbortSignal): Promise<Redis> {
  try {
    return await openRedis(watched.connection, signal);
  } catch (error) {
    const reserve = isRedisFull(error) ? reserveOf(watched.id) : null;
    if (!reserve) throw error;
    return reserve;
  }
}
