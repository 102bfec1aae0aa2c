import { infoCollector, numberIn } from "./redis-collector";

const REPLICAS = 100;

/** Whether this server follows another one and hears it, and how far those that follow it are behind. */
export const redisReplication = infoCollector("replication", (fields) => {
  const role = fields.get("role");
  if (role !== "master" && role !== "slave") return {};
  const offset = numberIn(fields, "master_repl_offset") ?? 0;
  const replicas = [...fields].filter(([name]) => /^slave\d+$/.test(name)).slice(0, REPLICAS);
  const behind = replicas.flatMap(([, words]) => {
    const at = /(?:^|,)offset=(\d+)(?:,|$)/.exec(words)?.[1];
    return at === undefined || !/(?:^|,)state=online(?:,|$)/.test(words) ? [] : [Math.max(0, offset - Number(at))];
  });
  const isReplica = role === "slave";
  return {
    redisReplication: {
      isReplica,
      isLinkUp: isReplica ? fields.get("master_link_status") === "up" : null,
      isSyncing: fields.get("master_sync_in_progress") === "1",
      linkDownS: numberIn(fields, "master_link_down_since_seconds"),
      replicas: numberIn(fields, "connected_slaves") ?? replicas.length,
      furthestBehindBytes: behind.length > 0 ? Math.max(...behind) : null,
    },
  };
});
