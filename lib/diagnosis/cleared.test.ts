import { expect, test } from "vitest";
import { judgeRecording } from "./recording";
import { postgres } from "./rules/recordings/postgres";
import { info } from "./rules/recordings/recorded";
import { redis } from "./rules/recordings/redis";

const saved = (over: Record<string, string | number>) => ({
  "INFO persistence": info({ rdb_last_bgsave_status: "ok", aof_enabled: 0, aof_last_write_status: "ok", ...over }),
});
const replication = (over: Record<string, string | number>) => ({ "INFO replication": info(over) });
const lag = (over: object) => ({
  "postgres.lag": [
    { is_replica: false, replicas: 0, lag_s: null, behind_bytes: null, kept_bytes: null, replica_lag_s: null, ...over },
  ],
});
const online = "ip=10.0.0.6,port=6379,state=online,offset=89999000,lag=0";

test.each([
  ["Redis that has saved", redis(saved({ rdb_last_bgsave_time_sec: 1 })), /the last save to disk worked/],
  ["Redis with an append-only file", redis(saved({ aof_enabled: 1 })), /the last save to disk worked/],
  [
    "a primary with a replica",
    redis(replication({ role: "master", connected_slaves: 1, master_repl_offset: 90_000_000, slave0: online })),
    /the replicas that are online are not behind/,
  ],
  ["a replica", redis(replication({ role: "slave", master_link_status: "up" })), /it hears its primary/],
  ["a Postgres with a replica", postgres(lag({ replicas: 1 })), /its replicas are not behind/],
])("what was measured is said to be well: %s", (_, recording, words) => {
  expect(judgeRecording(recording).summary).toMatch(words);
});

test.each([
  ["a save, where none was made", redis(saved({ rdb_saves: 0, rdb_last_bgsave_time_sec: -1 })), /save to disk worked/],
  ["a save, where nothing tells of one", redis(saved({})), /save to disk worked/],
  ["replicas, where there are none", redis(replication({ role: "master", connected_slaves: 0 })), /replica|behind/],
  ["replicas of a Postgres without any", postgres(lag({})), /replicas|behind \[/],
  ["a replica's lag, which may have lost its primary", postgres(lag({ is_replica: true })), /not behind/],
])("nothing is said to be well that was not there to be measured: %s", (_, recording, words) => {
  const { state, summary } = judgeRecording(recording);
  expect(state).toBe("completed");
  expect(summary).not.toMatch(words);
});

test("who would restart a Redis that saves nothing reads what that would lose", () => {
  const never = { rdb_last_bgsave_time_sec: -1, rdb_changes_since_last_save: 102_477 };
  expect(judgeRecording(redis(saved(never))).summary).toMatch(
    /Nothing was saved to disk since it started \[\d+\]: a restart may lose 102,477 changes\./,
  );
});
