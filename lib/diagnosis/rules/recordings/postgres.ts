import type { Row } from "../../collectors/postgres-collector";
import type { Subject } from "../../facts";
import { faults } from "../../faults";
import { type Answers, alertsOf, probed, type Recorded, recorded } from "./recorded";

const GB = 1024 ** 3;
const subject: Subject = {
  name: "shop-db",
  kind: "postgres",
  host: "10.0.0.7",
  port: 5432,
  target: { kind: "process", name: "postgres" },
};
const activity = (sessions: number, over: Row = {}): Row[] => [
  {
    ...{ usename: "app", application_name: "checkout", state: "idle", sessions, waiting_on_locks: 0, longest_s: 40 },
    ...{ all_sessions: sessions, all_waiting: 0, all_idle: sessions, all_idle_in_transaction: 0, ...over },
  },
];
const setting = (name: string, value: number) => ({ name, setting: String(value), unit: null, source: "default" });
const settings = [
  setting("max_connections", 100),
  setting("superuser_reserved_connections", 3),
  setting("lock_timeout", 0),
  setting("idle_in_transaction_session_timeout", 0),
];
const open = (seconds: number, state: string, pid = 77): Row[] => [
  { pid, usename: "app", application_name: "report", state, transaction_s: seconds, query: "SELECT 1" },
];
/** One that works, for longer than is usual. */
export const oldTransaction = open(3_700, "active");
const lag = (over: Row = {}): Row[] => [
  { is_replica: false, replicas: 1, lag_s: 0, behind_bytes: 0, kept_bytes: null, replica_lag_s: null, ...over },
];
const dead = (live: number, rows: number, vacuumed: number | null, autovacuum = "on"): Row[] => [
  { schemaname: "public", relname: "orders", live, dead: rows, vacuumed_s_ago: vacuumed, autovacuum },
];
const checkpoints = (timed: number, requested: number, seconds = 3_600): Row[] => [
  { timed, requested, since_s: seconds, max_wal_size: "1GB" },
];
const queue = (waiters: number, seconds: number): Row[] => [
  {
    pid: 77,
    usename: "app",
    application_name: "migration",
    state: "idle in transaction",
    blocked_by: null,
    query_s: 0,
    transaction_s: seconds + 5,
    query: "",
  },
  ...Array.from({ length: waiters }, (_, i) => ({
    pid: 100 + i,
    usename: "app",
    application_name: "checkout",
    state: "active",
    blocked_by: [77],
    query_s: seconds,
    transaction_s: seconds,
    query: "",
  })),
];
const disk = (freeGb: number, freeInodes = 6_000_000) => ({
  bsize: 4_096,
  blocks: (100 * GB) / 4_096,
  bavail: Math.round((freeGb * GB) / 4_096),
  files: 6_500_000,
  ffree: freeInodes,
});
const at = "2026-03-14 03:13:58.120 UTC [4711]";
const noSpace = `${at} PANIC:  could not write to file "pg_wal/xlogtemp.4711": No space left on device`;
const killed = `${at} LOG:  server process (PID 4800) was terminated by signal 9: Killed`;
const often = `${at} LOG:  checkpoints are occurring too frequently (9 seconds apart)`;
const tooMany = `${at} LOG:  out of file descriptors: Too many open files; release and retry`;

export const usualPostgres: Answers = {
  probe: probed(92),
  "postgres.activity": activity(8),
  "postgres.settings": settings,
  "postgres.blocking": [],
  "postgres.transactions": [],
  "postgres.lag": lag(),
  "postgres.dead-rows": dead(900_000, 2_000, 600),
  "postgres.checkpoints": checkpoints(12, 1),
  df: disk(60),
  log: `${at} LOG:  checkpoint complete: wrote 12 buffers`,
};
export const postgres = (over: Answers = {}) => recorded(subject, usualPostgres, over);
const nobody = Object.fromEntries(Object.keys(usualPostgres).map((name) => [name, undefined]));
const SLOTS = "FATAL: sorry, too many clients already";
const recovering = "FATAL: the database system is in recovery mode";
const refused = "connect ECONNREFUSED 10.0.0.7:5432";

const cases: [Recorded["fault"], Recorded["expected"], string, Answers][] = [
  [null, "silent", "a healthy server", {}],
  [
    faults.postgresConnectionsExhausted,
    "root",
    "no slot is left",
    { "postgres.activity": activity(97), probe: probed(0, { errorLines: [SLOTS] }) },
  ],
  [
    faults.postgresConnectionsExhausted,
    "stands",
    "they run high",
    { "postgres.activity": activity(60), probe: probed(40) },
  ],
  [faults.postgresConnectionsExhausted, "rejected", "few sessions", {}],
  [
    faults.postgresLockPileup,
    "root",
    "a queue behind one",
    { "postgres.blocking": queue(9, 40), "postgres.activity": activity(12, { all_waiting: 9 }) },
  ],
  [faults.postgresLockPileup, "hint", "one waits a moment", { "postgres.blocking": queue(1, 1) }],
  [faults.postgresLockPileup, "rejected", "nobody waits", {}],
  [
    faults.postgresLongTransaction,
    "root",
    "idle in a transaction for an hour",
    { "postgres.transactions": open(3_700, "idle in transaction") },
  ],
  [
    faults.postgresLongTransaction,
    "silent",
    "a transaction of a minute",
    { "postgres.transactions": open(60, "idle in transaction") },
  ],
  [
    faults.postgresLongTransaction,
    "silent",
    "a report that works for half an hour",
    { "postgres.transactions": open(1_800, "active") },
  ],
  [
    faults.postgresBloat,
    "root",
    "dead rows, and autovacuum is off",
    { "postgres.dead-rows": dead(500_000, 2_000_000, null, "off") },
  ],
  [
    faults.postgresBloat,
    "hint",
    "dead rows, vacuumed a minute ago",
    { "postgres.dead-rows": dead(500_000, 2_000_000, 60) },
  ],
  [
    faults.postgresBloat,
    "rejected",
    "many dead rows among far more",
    { "postgres.dead-rows": dead(90_000_000, 200_000, 600) },
  ],
  [faults.postgresDiskFull, "root", "no room, and the log says so", { df: disk(0.02), log: noSpace, probe: probed(0) }],
  [
    faults.postgresDiskFull,
    "hint",
    "the log speaks of it, and nothing could be measured",
    { df: undefined, log: noSpace },
  ],
  [faults.postgresDiskFull, "rejected", "the log speaks of it, and there is room", { log: noSpace }],
  [
    faults.postgresReplicationLag,
    "root",
    "a replica is minutes behind",
    { "postgres.lag": lag({ lag_s: 400, behind_bytes: 2 * GB }) },
  ],
  [faults.postgresReplicationLag, "root", "log is kept for nobody", { "postgres.lag": lag({ kept_bytes: 20 * GB }) }],
  [faults.postgresReplicationLag, "hint", "a replica is half a minute behind", { "postgres.lag": lag({ lag_s: 30 }) }],
  [faults.postgresReplicationLag, "silent", "in step", { "postgres.lag": lag({ lag_s: 1 }) }],
  [
    faults.postgresCheckpointsForced,
    "root",
    "forced all the time, and the log says so",
    { "postgres.checkpoints": checkpoints(2, 200), log: often },
  ],
  [faults.postgresCheckpointsForced, "hint", "forced all the time", { "postgres.checkpoints": checkpoints(2, 200) }],
  [faults.postgresCheckpointsForced, "rejected", "the log complains, and they come by time", { log: often }],
  [
    faults.postgresOutOfMemory,
    "stands",
    "recovering after a kill",
    { ...nobody, probe: probed(0, { errorLines: [recovering] }), session: recovering, log: killed },
  ],
  [faults.postgresOutOfMemory, "hint", "a kill in the log, and all is well", { log: killed }],
  [
    faults.postgresOutOfMemory,
    "silent",
    "recovering, and no word of memory",
    { ...nobody, probe: probed(0, { errorLines: [recovering] }), session: recovering, log: "" },
  ],
  [
    faults.postgresDown,
    "root",
    "refused",
    { ...nobody, probe: probed(0, { errorLines: [refused] }), session: refused },
  ],
  [
    faults.postgresDown,
    "silent",
    "no answer in time",
    { ...nobody, probe: probed(0, { errorLines: ["timeout expired"] }), session: "timeout expired" },
  ],
  [
    faults.postgresDown,
    "rejected",
    "it refuses a password",
    {
      ...nobody,
      probe: probed(0, { errorLines: ['password authentication failed for user "app"'] }),
      session: 'password authentication failed for user "app"',
    },
  ],
  [faults.hostDiskFull, "stands", "no room", { df: disk(0.5) }],
  [faults.hostDiskFull, "silent", "little room", { df: disk(6) }],
  [
    faults.hostDiskFull,
    "rejected",
    "an alert about another disk",
    { alerts: alertsOf("Disk usage at 96 % on db-1", { disk_percent: "96" }) },
  ],
  [
    faults.hostInodesExhausted,
    "root",
    "no inodes, and an alert says so",
    { df: disk(60, 40), alerts: alertsOf("Inodes at 100 % on db-1") },
  ],
  [faults.hostInodesExhausted, "silent", "few inodes", { df: disk(60, 300_000) }],
  [
    faults.hostInodesExhausted,
    "rejected",
    "an alert about another file system",
    { alerts: alertsOf("Inodes at 100 % on db-1") },
  ],
  [faults.hostFileHandlesExhausted, "root", "the log says so, and it is not well", { log: tooMany, probe: probed(20) }],
  [faults.hostFileHandlesExhausted, "hint", "the log says so, and it answers", { log: tooMany }],
  [
    faults.hostFileHandlesExhausted,
    "silent",
    "a statement that has the words",
    { log: `${at} STATEMENT:  SELECT 'LOG:  out of file descriptors: Too many open files'` },
  ],
  [
    faults.databasePoolExhausted,
    "rejected",
    "an alert, and hardly a session",
    { alerts: alertsOf("Connection pool of shop exhausted: 50 of 50 in use") },
  ],
  [
    faults.databasePoolExhausted,
    "silent",
    "an alert, and the server is full",
    { "postgres.activity": activity(97), alerts: alertsOf("Connection pool of shop exhausted: 50 of 50 in use") },
  ],
  [
    faults.databaseSlowQueries,
    "root",
    "an alert, and statements that run for long",
    {
      "postgres.activity": activity(3, { state: "active", longest_s: 30 }),
      alerts: alertsOf("Slow queries on shop-db: p95 4.2 s"),
    },
  ],
  [
    faults.databaseSlowQueries,
    "rejected",
    "an alert, and nothing runs",
    { alerts: alertsOf("Slow queries on shop-db: p95 4.2 s") },
  ],
];

export const postgresRecordings: Recorded[] = cases.map(([fault, expected, name, over]) => ({
  name: `Postgres: ${name}`,
  fault,
  expected,
  recording: postgres(over),
}));
