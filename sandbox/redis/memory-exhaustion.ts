import { clock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import type { Scenario } from "../scenario";
import type { RedisLink } from "./link";
import { KEY_PREFIX, type PracticeRedis } from "./practice-redis";

// About 110,000 keys fill 50 MB: many enough to look like a cache, few enough to be written within seconds.
const VALUE_BYTES = 320;
// A batch waits in the server's input buffer, which counts as used memory; a small one keeps the refusal from coming too early.
const BATCH = 200;
const OVERSHOOT_BYTES = 1024 * 1024;

const isOom = (reply: string) => reply.startsWith("-OOM");

/** Keys are written until Redis refuses. */
export function memoryExhaustion(redis: PracticeRedis): Scenario {
  return {
    id: "memory-exhaustion",
    title: "Fill the memory",
    description: "Writes keys until Redis refuses: OOM command not allowed when used memory > 'maxmemory'.",
    inject: async () => {
      // Where an action raised the limit or allowed eviction, writing alone would never end in a refusal.
      await redis.restoreLimits();
      const end = clock.now().getTime() + 15_000;
      // The memory of clients counts too and is freed when they leave; full is what stays full without them.
      while (!(await staysFull(redis))) {
        await redis.withLink((link) => fill(link, end));
      }
    },
    heal: () => redis.deleteOurKeys(),
    // A server that cannot be asked is not known to be full.
    isActive: async (state) => state === "running" && (await isFull(redis).catch(() => false)),
  };
}

/** Asks as an application would, without changing anything: SETRANGE of nothing is a no-op, and refused when memory is full. */
const isFull = (redis: PracticeRedis): Promise<boolean> =>
  redis.withLink(async (link) => {
    const [reply = ""] = await link.send([["SETRANGE", `${KEY_PREFIX}canary`, "0", ""]]);
    return isOom(reply);
  });

async function staysFull(redis: PracticeRedis): Promise<boolean> {
  if (!(await isFull(redis))) return false;
  await clock.sleep(300);
  return isFull(redis);
}

async function fill(link: RedisLink, end: number): Promise<void> {
  const run = newId();
  const value = JSON.stringify({ cart: [], note: "practice data" }).padEnd(VALUE_BYTES);
  for (let next = 0; ; next += BATCH) {
    const replies = await link.send(
      Array.from({ length: BATCH }, (_, i) => ["SET", `${KEY_PREFIX}cart:${run}:${next + i}`, value]),
    );
    if (replies.some(isOom)) break;
    const failure = replies.find((reply) => reply.startsWith("-"));
    if (failure) throw new Error(`Redis refused to be filled for another reason: ${failure.slice(1)}`);
    if (clock.now().getTime() > end) throw new Error("Redis did not fill up within 15 seconds");
  }
  // The last accepted write goes well past the limit. Otherwise the next client that leaves, or the hash table that has finished
  // growing, would free just enough for a few more writes.
  await link.send([["SETRANGE", `${KEY_PREFIX}export:${run}`, String(OVERSHOOT_BYTES), "x"]]);
}
