import { z } from "zod";
import { withRedis } from "@/lib/monitoring";
import { conflict } from "@/lib/platform/errors";
import { defineAction } from "./define-action";
import { count, DONE, infoNumber, infoText, megabytes, redisCommand } from "./redis-command";
import { keyspace, otherKeys } from "./redis-keys";

export const redisFlushAll = defineAction({
  id: "redis.flush-all",
  title: "Clear every key",
  description:
    "Deletes every key in every database of this Redis. Right for a cache; data that exists only here is lost for good.",
  risk: "high",
  params: z.strictObject({}),
  appliesTo: ({ kind, target }) => kind === "redis" && target.kind !== "none",
  async preview({ watched }) {
    const info = await withRedis(watched, (redis) => redis.info());
    const { keys, expiring } = keyspace(info);
    const usedBytes = infoNumber(info, "used_memory");
    const role = infoText(info, "role");
    if (role === "slave") throw conflict("This Redis is a replica: clear the keys on its primary");
    if (keys === 0) throw conflict("This Redis holds no keys, so clearing them would change nothing");
    return {
      effect: {
        text: `Deletes ${count(keys)} keys and frees up to ${megabytes(usedBytes)}; ${count(expiring)} of the keys would have expired by themselves`,
        figures: {
          keys,
          used_memory_bytes: usedBytes,
          keys_with_ttl: expiring,
          replicas: infoNumber(info, "connected_slaves"),
        },
      },
      state: { keys, role, replicas: infoNumber(info, "connected_slaves") },
    };
  },
  drift(before, now) {
    const [then, today] = [Number(before.keys), Number(now.keys)];
    if (before.role !== now.role) return `its role changed from ${before.role} to ${now.role}`;
    if (before.replicas !== now.replicas) return `it had ${before.replicas} replicas and now has ${now.replicas}`;
    return otherKeys(then, today);
  },
  commands: ({ watched }) => [redisCommand(watched, DONE, "FLUSHALL")],
  expectedResult: "Memory use falls to nearly nothing, writes are accepted again, and health rises above 80",
  settlesWithinMs: 10_000,
  fallback: ["docker.restart", "process.restart"],
});
