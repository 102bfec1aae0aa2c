import { z } from "zod";
import { withRedis } from "@/lib/monitoring";
import { conflict } from "@/lib/platform/errors";
import { defineAction } from "./define-action";
import { DONE, infoNumber, infoText, megabytes, redisCommand } from "./redis-command";

const limitText = (bytes: number): string => (bytes === 0 ? "no limit" : megabytes(bytes));

// A full Redis sways around its limit by the second; this much more to refuse or to evict is a different decision.
const TOLERANCE_PERCENT = 10;

/** The undo of `redis.raise-maxmemory`. */
export const redisRestoreMaxmemory = defineAction({
  id: "redis.restore-maxmemory",
  title: "Put the memory limit back",
  description:
    "Takes a raised memory limit back. Where more is in use than the old limit allows, Redis refuses writes or evicts keys, as its policy says.",
  risk: "medium",
  params: z.strictObject({ maxmemory_bytes: z.number().int().min(1) }),
  appliesTo: ({ kind, target }) => kind === "redis" && target.kind !== "none",
  async preview({ watched, params: { maxmemory_bytes: wanted } }) {
    const info = await withRedis(watched, (redis) => redis.info("memory"));
    const [current, used] = [infoNumber(info, "maxmemory"), infoNumber(info, "used_memory")];
    const policy = infoText(info, "maxmemory_policy");
    if (current !== 0 && current <= wanted)
      throw conflict(`The memory limit is ${megabytes(current)}, not above ${megabytes(wanted)}`);
    const health = Math.max(0, Math.round(100 - (used / wanted) * 100));
    const squeeze = policy === "noeviction" ? "writes are refused" : `keys are evicted (${policy})`;
    return {
      effect: {
        text: `Lowers maxmemory from ${limitText(current)} to ${megabytes(wanted)}; with ${megabytes(used)} in use that is a health of ${health}${used > wanted ? `, and ${squeeze} until memory use is below it` : ""}`,
        figures: {
          maxmemory_bytes: current,
          new_maxmemory_bytes: wanted,
          used_memory_bytes: used,
          maxmemory_policy: policy,
          health_expected: health,
        },
      },
      state: { maxmemory: current, policy, percent_in_use: Math.round((used / wanted) * 100) },
    };
  },
  drift(before, now) {
    if (before.maxmemory !== now.maxmemory)
      return `the limit was ${limitText(Number(before.maxmemory))} and is now ${limitText(Number(now.maxmemory))}`;
    if (before.policy !== now.policy) return `its policy was ${before.policy} and is now ${now.policy}`;
    const [then, today] = [Number(before.percent_in_use), Number(now.percent_in_use)];
    return today > Math.max(100, then) + TOLERANCE_PERCENT
      ? `${then} % of the old limit were in use and now ${today} % are, which it would squeeze out`
      : null;
  },
  commands: ({ watched, params }) => [
    redisCommand(watched, DONE, "CONFIG", "SET", "maxmemory", String(params.maxmemory_bytes)),
  ],
  async confirm({ watched, params: { maxmemory_bytes: wanted } }) {
    const limit = infoNumber(await withRedis(watched, (redis) => redis.info("memory")), "maxmemory");
    return { ok: limit === wanted, message: `The memory limit is ${limitText(limit)}` };
  },
  expectedResult: "The memory limit is what it was before. The incident stays with people",
  settlesWithinMs: 10_000,
  fallback: [],
});
