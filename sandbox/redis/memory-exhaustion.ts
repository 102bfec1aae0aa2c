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
      // Where it is over the limit by far, there is nothing to write: that is full as well.
      while (!(await redis.withLink((link) => fill(link, end))) && !(await staysFull(redis)));
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

/** Not only while somebody is connected: the memory of clients counts too, and is freed when they leave. */
async function staysFull(redis: PracticeRedis): Promise<boolean> {
  if (!(await isFull(redis))) return false;
  await clock.sleep(300);
  return isFull(redis);
}

/** Whether it is full by far now, so that nothing that leaves of itself makes room. */
async function fill(link: RedisLink, end: number): Promise<boolean> {
  const run = newId();
  const value = JSON.stringify({ cart: [], note: "practice data" }).padEnd(VALUE_BYTES);
  const batch = (from: number) => Array.from({ length: BATCH }, (_, i) => `${KEY_PREFIX}cart:${run}:${from + i}`);
  for (let next = 0; ; next += BATCH) {
    if (clock.now().getTime() > end) throw new Error("Redis did not fill up within 15 seconds");
    const replies = await link.send(batch(next).map((key) => ["SET", key, value]));
    if (replies.some(isOom)) return overshoot(link, [...batch(next - BATCH), ...batch(next)]);
    const failure = replies.find((reply) => reply.startsWith("-"));
    if (failure) throw new Error(`Redis refused to be filled for another reason: ${failure.slice(1)}`);
  }
}

/**
 * One write that goes well past the limit, in the room that the last keys give up: this very connection takes memory, and what stands
 * just at the limit is not full once it is closed. Says whether Redis took it.
 */
async function overshoot(link: RedisLink, last: string[]): Promise<boolean> {
  const [, reply = ""] = await link.send([
    ["DEL", ...last],
    ["SETRANGE", `${KEY_PREFIX}export:${newId()}`, String(OVERSHOOT_BYTES), "x"],
  ]);
  return !reply.startsWith("-");
}
