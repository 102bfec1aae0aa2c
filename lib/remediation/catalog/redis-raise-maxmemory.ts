import { z } from "zod";
import { type Watched, withRedis } from "@/lib/monitoring";
import { docker } from "@/lib/platform/docker";
import { conflict } from "@/lib/platform/errors";
import { defineAction } from "./define-action";
import { DONE, infoNumber, megabytes, redisCommand } from "./redis-command";
import { redisRestoreMaxmemory } from "./redis-restore-maxmemory";

const MIB = 1_048_576;
// Redis needs room beside its data: buffers, copy-on-write, fragmentation. Above this share of the limit the kernel kills it instead.
const SHARE_OF_LIMIT = 0.9;

/** How much memory the server may have in all: its container's limit, else the machine's memory. */
async function memoryLimit(watched: Watched, info: string): Promise<number> {
  if (watched.target.kind === "docker") {
    const { HostConfig } = await docker().getContainer(watched.target.name).inspect();
    if (HostConfig.Memory) return HostConfig.Memory;
  }
  return infoNumber(info, "total_system_memory");
}

export const redisRaiseMaxmemory = defineAction({
  id: "redis.raise-maxmemory",
  title: "Raise the memory limit",
  description:
    "Lets Redis use more memory until its next restart. Nothing is deleted; the old limit is put back if it does not help.",
  risk: "low",
  params: z.strictObject({ maxmemory_mb: z.number().int().min(1).max(1_048_576) }),
  appliesTo: ({ kind, target }) => kind === "redis" && target.kind !== "none",
  async defaults(watched) {
    const info = await withRedis(watched, (redis) => redis.info());
    const limit = await memoryLimit(watched, info);
    return { maxmemory_mb: Math.floor(Math.min(infoNumber(info, "maxmemory") * 2, limit * SHARE_OF_LIMIT) / MIB) };
  },
  async preview({ watched, params }) {
    const info = await withRedis(watched, (redis) => redis.info());
    const [current, used, limit] = [
      infoNumber(info, "maxmemory"),
      infoNumber(info, "used_memory"),
      await memoryLimit(watched, info),
    ];
    const wanted = params.maxmemory_mb * MIB;
    if (current === 0) throw conflict("This Redis has no memory limit, so there is nothing to raise");
    if (wanted <= current) throw conflict(`The limit is ${megabytes(current)} already; ask for more than that`);
    if (wanted > limit * SHARE_OF_LIMIT) {
      throw conflict(
        `${megabytes(wanted)} is too much: this server may use ${megabytes(limit)} in all, and a tenth of that must stay free`,
      );
    }
    const health = Math.round(100 - (used / wanted) * 100);
    return {
      effect: {
        text: `Raises maxmemory from ${megabytes(current)} to ${megabytes(wanted)}; with ${megabytes(used)} in use that is a health of ${health}`,
        figures: {
          maxmemory_bytes: current,
          new_maxmemory_bytes: wanted,
          used_memory_bytes: used,
          memory_limit_bytes: limit,
          health_expected: health,
        },
      },
      state: { maxmemory: current },
    };
  },
  drift: (before, now) =>
    before.maxmemory === now.maxmemory
      ? null
      : `its limit was ${megabytes(Number(before.maxmemory))} and is now ${megabytes(Number(now.maxmemory))}`,
  commands: ({ watched, params }) => [
    redisCommand(watched, DONE, "CONFIG", "SET", "maxmemory", `${params.maxmemory_mb}mb`),
  ],
  expectedResult: "Writes are accepted again. The incident is only resolved if health rises above 80",
  settlesWithinMs: 10_000,
  undo: { action: redisRestoreMaxmemory, params: (before) => ({ maxmemory_bytes: before.maxmemory }) },
  fallback: [],
});
