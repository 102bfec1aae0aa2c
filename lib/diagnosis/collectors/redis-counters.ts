import { infoCollector, numberIn } from "./redis-collector";

export const redisStats = infoCollector("stats", (fields) => {
  const rejectedConnections = numberIn(fields, "rejected_connections");
  if (rejectedConnections === null) return {};
  return {
    redisStats: {
      rejectedConnections,
      evictedKeys: numberIn(fields, "evicted_keys") ?? 0,
      hits: numberIn(fields, "keyspace_hits") ?? 0,
      misses: numberIn(fields, "keyspace_misses") ?? 0,
    },
  };
});

/** Which errors the server has given out, by their first word. Redis counts them since 6.2. */
export const redisErrorStats = infoCollector("errorstats", (_, text) => ({
  redisErrors: { outOfMemory: Number(/^errorstat_OOM:count=(\d+)/m.exec(text)?.[1] ?? 0) },
}));

export const redisPersistence = infoCollector("persistence", (fields) => ({
  redisPersistence: {
    lastSaveOk: fields.get("rdb_last_bgsave_status") !== "err" && fields.get("aof_last_write_status") !== "err",
    isSaved: isSaved(fields),
    unsavedChanges: numberIn(fields, "rdb_changes_since_last_save"),
  },
}));

// It says ok of a save that never was. How long the last one took is -1 until there is one.
function isSaved(fields: Map<string, string>): boolean | null {
  if (fields.get("aof_enabled") === "1") return true;
  const [saves, seconds] = [numberIn(fields, "rdb_saves"), numberIn(fields, "rdb_last_bgsave_time_sec")];
  return saves === null && seconds === null ? null : (saves ?? 0) > 0 || (seconds ?? -1) >= 0;
}
