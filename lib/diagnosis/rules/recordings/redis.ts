import type { Subject } from "../../facts";
import { faults } from "../../faults";
import { type Answers, alertsOf, info, probed, RECORDED_AT, type Recorded, recorded, secondsBefore } from "./recorded";

const MB = 1024 * 1024;
const subject: Subject = {
  name: "cache",
  kind: "redis",
  host: "10.0.0.5",
  port: 6379,
  target: { kind: "none", name: "cache" },
};
const memory = (used: number, max: number, policy = "noeviction") =>
  info({ used_memory: used * MB, used_memory_rss: used * MB, maxmemory: max * MB, maxmemory_policy: policy });
const limits = (max: number, policy = "noeviction") => ["maxmemory", String(max * MB), "maxmemory-policy", policy];
const stats = (over: Record<string, number> = {}) =>
  info({
    total_connections_received: 91,
    rejected_connections: 0,
    evicted_keys: 0,
    keyspace_hits: 900,
    keyspace_misses: 12,
    ...over,
  });
const saves = (over: Record<string, string | number> = {}) =>
  info({
    loading: 0,
    rdb_changes_since_last_save: 12,
    rdb_last_bgsave_status: "ok",
    aof_enabled: 0,
    aof_last_write_status: "ok",
    ...over,
  });
const primary = (over: Record<string, string | number> = {}) =>
  info({ role: "master", connected_slaves: 0, master_repl_offset: 0, ...over });
const replica = (over: Record<string, string | number> = {}) =>
  info({
    role: "slave",
    master_host: "10.0.0.4",
    master_link_status: "up",
    master_sync_in_progress: 0,
    connected_slaves: 0,
    ...over,
  });
const clients = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `id=${i + 3} addr=10.0.1.9:${40_000 + i} name=worker age=90 idle=80 cmd=get`,
  ).join("\n");
const slow = (secondsAgo: number, ...ms: number[]) =>
  ms.map((time, id) => [
    id,
    secondsBefore(secondsAgo).getTime() / 1_000,
    time * 1_000,
    ["KEYS", "*"],
    "10.0.1.9:40000",
    "",
  ]);
const key = (size: number, type = "hash") => [
  { key: "cart", size: size * MB, type },
  { key: "user:1", size: 120, type: "string" },
];

export const usualRedis: Answers = {
  probe: probed(90),
  PING: "PONG",
  "INFO memory": memory(10, 100),
  "CONFIG GET maxmemory*": limits(100),
  "SETRANGE nightshift:canary 0 ": 0,
  "INFO clients": info({ connected_clients: 12, maxclients: 1_000, blocked_clients: 0 }),
  "CONFIG GET maxclients": ["maxclients", "1000"],
  "CLIENT LIST": clients(12),
  "INFO stats": stats(),
  "INFO errorstats": "errorstat_ERR:count=3",
  "INFO keyspace": "db0:keys=1200,expires=800,avg_ttl=3600",
  DBSIZE: 1_200,
  "INFO persistence": saves(),
  "INFO replication": primary(),
  "SLOWLOG GET 10": [],
  "SCAN 0 COUNT 100": key(0.1),
};
export const redis = (over: Answers = {}) => recorded(subject, usualRedis, over);
const write = (answer: string) => ({ "SETRANGE nightshift:canary 0 ": answer });
const nobody = Object.fromEntries(Object.keys(usualRedis).map((name) => [name, undefined]));
const refused = {
  ...nobody,
  probe: probed(0, { errorLines: ["connect ECONNREFUSED 10.0.0.5:6379"] }),
  session: "connect ECONNREFUSED 10.0.0.5:6379",
};
const OOM = "OOM command not allowed when used memory > 'maxmemory'.";
const MISCONF = "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.";
const FULL = "ERR max number of clients reached";
const clipped = { "INFO memory": memory(99, 100, "allkeys-lru"), "CONFIG GET maxmemory*": limits(100, "allkeys-lru") };
const thrashing = stats({ evicted_keys: 90_000, keyspace_hits: 4_000, keyspace_misses: 9_000 });

const full = { at: RECORDED_AT, health: 20, metrics: {} };

const cases: [Recorded["fault"], Recorded["expected"], string, Answers][] = [
  [null, "silent", "a healthy server", {}],
  [
    faults.redisMemoryExhausted,
    "root",
    "writes are refused at the limit",
    { "INFO memory": memory(100, 100), ...write(OOM), probe: probed(0) },
  ],
  [faults.redisMemoryExhausted, "stands", "it fills up", { "INFO memory": memory(45, 100), probe: probed(55) }],
  [
    faults.redisMemoryExhausted,
    "rejected",
    "an error line of the past",
    { incident: { number: 1, errorLines: [OOM], opening: full, newest: full } },
  ],
  [
    faults.redisConnectionsExhausted,
    "root",
    "every slot is taken",
    {
      "INFO clients": info({ connected_clients: 1_000, maxclients: 1_000 }),
      "CLIENT LIST": clients(900),
      probe: probed(0, { errorLines: [FULL] }),
    },
  ],
  [
    faults.redisConnectionsExhausted,
    "stands",
    "slots run out",
    { "INFO clients": info({ connected_clients: 850, maxclients: 1_000 }) },
  ],
  [
    faults.redisConnectionsExhausted,
    "rejected",
    "many clients and room for more",
    { "INFO clients": info({ connected_clients: 600, maxclients: 1_000 }) },
  ],
  [
    faults.redisPersistenceFailing,
    "root",
    "no save works and writes are stopped",
    { "INFO persistence": saves({ rdb_last_bgsave_status: "err" }), ...write(MISCONF) },
  ],
  [
    faults.redisPersistenceFailing,
    "silent",
    "much is unsaved, and the last save worked",
    { "INFO persistence": saves({ rdb_changes_since_last_save: 90_000 }) },
  ],
  [
    faults.redisPersistenceFailing,
    "rejected",
    "writes were stopped, and a save has worked since",
    { ...write(MISCONF) },
  ],
  [
    faults.redisReplicationBroken,
    "root",
    "a replica has lost its primary",
    { "INFO replication": replica({ master_link_status: "down", master_link_down_since_seconds: 340 }) },
  ],
  [
    faults.redisReplicationBroken,
    "root",
    "writes go to a replica",
    { "INFO replication": replica(), ...write("READONLY You can't write against a read only replica.") },
  ],
  [
    faults.redisReplicationBroken,
    "hint",
    "a replica is a little behind",
    {
      "INFO replication": primary({
        connected_slaves: 1,
        master_repl_offset: 90_000_000,
        slave0: "ip=10.0.0.6,port=6379,state=online,offset=70000000,lag=1",
      }),
    },
  ],
  [
    faults.redisReplicationBroken,
    "silent",
    "a replica in step",
    {
      "INFO replication": primary({
        connected_slaves: 1,
        master_repl_offset: 90_000_000,
        slave0: "ip=10.0.0.6,port=6379,state=online,offset=89999000,lag=0",
      }),
    },
  ],
  [
    faults.redisEvictingTooMuch,
    "root",
    "more was evicted than it holds, and most lookups miss",
    { ...clipped, "INFO stats": thrashing },
  ],
  [
    faults.redisEvictingTooMuch,
    "hint",
    "some was evicted",
    { ...clipped, "INFO stats": stats({ evicted_keys: 500, keyspace_hits: 4_000, keyspace_misses: 9_000 }) },
  ],
  [
    faults.redisEvictingTooMuch,
    "rejected",
    "memory has room again",
    { "INFO memory": memory(30, 100, "allkeys-lru"), "INFO stats": thrashing },
  ],
  [
    faults.redisSlowCommands,
    "root",
    "a slow command after another",
    { "SLOWLOG GET 10": slow(60, 900, 700, 640), probe: probed(90, { latencyMs: 800 }) },
  ],
  [faults.redisSlowCommands, "silent", "one slow command, and all is quick", { "SLOWLOG GET 10": slow(60, 130) }],
  [
    faults.redisSlowCommands,
    "rejected",
    "they were yesterday's",
    { "SLOWLOG GET 10": slow(90_000, 900, 700), probe: probed(90, { latencyMs: 800 }) },
  ],
  [
    faults.redisBigKey,
    "root",
    "one hash is half of it, and commands are slow",
    { "INFO memory": memory(40, 100), "SCAN 0 COUNT 100": key(25), "SLOWLOG GET 10": slow(30, 120) },
  ],
  [
    faults.redisBigKey,
    "hint",
    "one hash is half of it",
    { "INFO memory": memory(40, 100), "SCAN 0 COUNT 100": key(25) },
  ],
  [
    faults.redisBigKey,
    "silent",
    "big, and a small part of it all",
    { "INFO memory": memory(29, 100), "SCAN 0 COUNT 100": key(3) },
  ],
  [faults.redisDown, "root", "refused", { ...refused }],
  [
    faults.redisDown,
    "rejected",
    "it answers that it is full",
    { ...nobody, probe: probed(0, { errorLines: [FULL] }), session: FULL },
  ],
  [
    faults.serviceUnreachable,
    "root",
    "another password",
    {
      ...nobody,
      probe: probed(0, { errorLines: ["WRONGPASS invalid username-password pair or user is disabled."] }),
      session: "WRONGPASS invalid username-password pair",
    },
  ],
  [faults.serviceUnreachable, "hint", "refused, so perhaps a wrong address", { ...refused }],
  [faults.serviceUnreachable, "rejected", "it answers", {}],
  [
    faults.dnsFailing,
    "root",
    "the host is not found, and an alert says so of others",
    {
      ...nobody,
      probe: probed(0, { errorLines: ["getaddrinfo ENOTFOUND cache.internal"] }),
      session: "getaddrinfo ENOTFOUND cache.internal",
      alerts: alertsOf("DNS of internal-dns fails for 40 % of queries", { failed_percent: "40" }),
    },
  ],
  [
    faults.dnsFailing,
    "silent",
    "the host is not found",
    {
      ...nobody,
      probe: probed(0, { errorLines: ["getaddrinfo ENOTFOUND cache.internal"] }),
      session: "getaddrinfo ENOTFOUND cache.internal",
    },
  ],
  [
    faults.dnsFailing,
    "hint",
    "an alert, and the service is well",
    { alerts: alertsOf("DNS of internal-dns fails for 40 % of queries", { failed_percent: "40" }) },
  ],
  [
    faults.hostCpuSaturated,
    "hint",
    "an alert, and the service is well",
    { alerts: alertsOf("CPU at 97 % on cache-1", { cpu_percent: "97" }) },
  ],
];

export const redisRecordings: Recorded[] = cases.map(([fault, expected, name, over]) => ({
  name: `Redis: ${name}`,
  fault,
  expected,
  recording: redis(over),
}));
