import { Redis } from "ioredis";
import pg from "pg";
import type { Ground } from "./ground";

const REDIS_CLIENTS = 40;
const VALUE_BYTES = 100_000;
const POSTGRES_SESSIONS = 4;

/** Work for both services, within what they can bear: about a fifth of the memory, of the clients and of the sessions. Answers with its end. */
export async function beBusy({ targets }: Ground): Promise<() => Promise<void>> {
  const [redis, postgres] = ["redis", "postgres"].map((kind) => {
    const found = targets.find((target) => target.kind === kind);
    if (!found) throw new Error(`There is no practice ${kind}`);
    return found.connection;
  });
  const ends: (() => Promise<unknown>)[] = [];
  let isOver = false;
  const untilOver = async (work: () => Promise<unknown>) => {
    while (!isOver) {
      await work();
      await new Promise((next) => setTimeout(next, 50));
    }
  };
  const working: Promise<void>[] = [];
  for (let i = 0; i < REDIS_CLIENTS; i++) {
    const client = new Redis({ host: redis?.host, port: redis?.port });
    ends.push(() => client.quit());
    working.push(untilOver(() => client.set(`busy:${i}`, "x".repeat(VALUE_BYTES), "EX", 10)));
  }
  for (let i = 0; i < POSTGRES_SESSIONS; i++) {
    const client = new pg.Client({
      host: postgres?.host,
      port: postgres?.port,
      database: postgres?.database ?? undefined,
      user: postgres?.app_username ?? undefined,
      password: postgres?.app_password ?? undefined,
    });
    await client.connect();
    ends.push(() => client.end());
    working.push(untilOver(() => client.query("SELECT count(*) FROM generate_series(1, 10000)")));
  }
  return async () => {
    isOver = true;
    await Promise.all(working);
    await Promise.all(ends.map((end) => end()));
  };
}
