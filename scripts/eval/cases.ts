import { type Fault, faults } from "@/lib/diagnosis";

export const serviceNames = ["redis-test", "postgres-test"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** One thing that is broken, and what a good on-call engineer would say and do. */
export type Break = { service: ServiceName; scenario: string; fault: Fault; action: string };
/** What somebody else's alert says, true or not. */
export type FalseAlert = { service: ServiceName; title: string; description: string; labels: Record<string, number> };

export type Case = {
  name: string;
  breaks: Break[];
  /** Sent as soon as everything is broken. It never says what is. */
  alert?: FalseAlert;
  /** Nothing is broken and nothing is said, for this long. */
  quietMs?: number;
  /** Both services have as much to do meanwhile as they can well bear. */
  isBusy?: boolean;
};

const memory: Break = {
  service: "redis-test",
  scenario: "memory-exhaustion",
  fault: faults.redisMemoryExhausted,
  action: "redis.flush-all",
};
const clients: Break = {
  service: "redis-test",
  scenario: "connection-exhaustion",
  fault: faults.redisConnectionsExhausted,
  action: "redis.kill-clients",
};
const redisCrash: Break = {
  service: "redis-test",
  scenario: "crash",
  fault: faults.redisDown,
  action: "process.restart",
};
const sessions: Break = {
  service: "postgres-test",
  scenario: "connection-exhaustion",
  fault: faults.postgresConnectionsExhausted,
  action: "postgres.kill-connections",
};
const locks: Break = {
  service: "postgres-test",
  scenario: "lock-pileup",
  fault: faults.postgresLockPileup,
  action: "postgres.terminate-blockers",
};
const postgresCrash: Break = {
  service: "postgres-test",
  scenario: "crash",
  fault: faults.postgresDown,
  action: "process.restart",
};

export const cases: Case[] = [
  { name: "redis memory", breaks: [memory] },
  { name: "redis connections", breaks: [clients] },
  { name: "redis crash", breaks: [redisCrash] },
  { name: "postgres connections", breaks: [sessions] },
  { name: "postgres locks", breaks: [locks] },
  { name: "postgres crash", breaks: [postgresCrash] },

  { name: "pair: redis memory, postgres locks", breaks: [memory, locks] },
  { name: "pair: redis crash, postgres connections", breaks: [redisCrash, sessions] },
  { name: "pair: redis connections, postgres crash", breaks: [clients, postgresCrash] },
  { name: "pair: redis memory, redis connections", breaks: [memory, clients] },
  { name: "pair: postgres connections, postgres locks", breaks: [sessions, locks] },

  { name: "control: nothing broken", breaks: [], quietMs: 30_000 },
  { name: "control: busy, nothing broken", breaks: [], quietMs: 30_000, isBusy: true },

  {
    name: "herring: alert of full memory, healthy redis",
    breaks: [],
    alert: {
      service: "redis-test",
      title: "Redis memory full on redis-test",
      description: "OOM command not allowed when used memory > 'maxmemory'.",
      labels: { memory_percent: 99 },
    },
  },
  {
    name: "herring: alert of no connections, healthy postgres",
    breaks: [],
    alert: {
      service: "postgres-test",
      title: "Too many connections on postgres-test",
      description: "FATAL: sorry, too many clients already",
      labels: { pool_active: 100, pool_size: 100 },
    },
  },
  {
    name: "herring: redis memory, alert of a crash",
    breaks: [memory],
    alert: {
      service: "redis-test",
      title: "redis-test crashed, back-off restarting",
      description: "Error: connect ECONNREFUSED\nERR max number of clients reached",
      labels: { restarts_10m: 9 },
    },
  },
  {
    name: "herring: postgres locks, alert of a full disk",
    breaks: [locks],
    alert: {
      service: "postgres-test",
      title: "Disk full on postgres-test",
      description:
        'PANIC: could not write to file "pg_wal/xlogtemp.71": No space left on device\nFATAL: sorry, too many clients already',
      labels: { disk_percent: 100 },
    },
  },
];
