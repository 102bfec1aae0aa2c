import type { ServiceKind } from "@/lib/monitoring/contract";
import type { Reports } from "./collectors/alert-facts";
import type { ConnectionFailure } from "./connection-failure";

/** What a collector can learn, by name: typed values parsed from what a service answered. Absent means: not known. */
export type Known = {
  /** What the incident itself brought: the health, error lines and metrics that opened it, sorted by what they say. */
  sample: { health: number | null; failures: ConnectionFailure[]; saysOutOfMemory: boolean; saysLocks: boolean };
  /** A probe as an application would do it, right now. Health is in percent. */
  probe: { health: number; latencyMs: number | null; failures: ConnectionFailure[]; saysOutOfMemory: boolean };
  /** Whether the evidence session could be opened at all, when it could not. */
  sessionFailure: ConnectionFailure;

  redisPing: { ok: boolean };
  redisMemory: { usedBytes: number; maxBytes: number | null; policy: string | null };
  redisMemorySetting: { maxBytes: number | null; policy: string | null };
  redisClients: { connected: number; max: number | null };
  redisClientsSetting: { max: number };
  redisClientGroups: {
    total: number;
    /** The biggest group first. A name and an address come from outside. */
    groups: { name: string; host: string; count: number; longestIdleS: number }[];
  };
  /** Counted since the server started. */
  redisStats: { rejectedConnections: number; evictedKeys: number; hits: number; misses: number };
  redisErrors: { outOfMemory: number };
  redisPersistence: {
    /** Nothing failed; also where nothing was ever saved. */
    lastSaveOk: boolean;
    /** Whether anything was saved to disk since it started; null when it does not say. */
    isSaved: boolean | null;
    unsavedChanges: number | null;
  };
  redisReplication: {
    isReplica: boolean;
    /** Null for one that follows nobody. */
    isLinkUp: boolean | null;
    isSyncing: boolean;
    linkDownS: number | null;
    replicas: number;
    furthestBehindBytes: number | null;
  };
  /** Slow commands of the last ten minutes, as far as the slow log keeps them. `command` is a plain word or null. */
  redisSlow: { recent: number; totalMs: number; slowestMs: number; command: string | null };
  /** Of some keys that were sampled: no statement about all. */
  redisBigKeys: { sampled: number; largestBytes: number; type: string };
  redisKeys: { keys: number; withTtl: number };
  /** The real answer to a write that changes nothing. `code` is the first word of a refusal, such as OOM. */
  redisWrite: { accepted: boolean; code: string | null };

  postgresSettings: {
    maxConnections: number;
    /** Slots that ordinary roles cannot have. */
    reserved: number;
    /** Null: set by this very session, so the server's own value is not known. 0: never. */
    lockTimeoutMs: number | null;
    idleInTransactionTimeoutMs: number | null;
  };
  postgresActivity: {
    /** Client sessions without the one that asked. */
    sessions: number;
    waitingOnLocks: number;
    idle: number;
    idleInTransaction: number;
    /** The biggest group first. Names come from outside. */
    groups: { role: string; application: string; state: string; count: number; longestS: number }[];
  };
  postgresBlocking: {
    waiting: number;
    longestWaitS: number;
    /** Sessions that block and wait for nobody, the worst first. Pid 0 stands for a prepared transaction. */
    blockers: {
      pid: number;
      role: string;
      application: string;
      state: string;
      transactionS: number;
      /** Sessions that wait for it, directly or behind others. */
      blocks: number;
    }[];
  };

  postgresTransactions: {
    oldest: { pid: number; role: string; application: string; isIdle: boolean; ageS: number } | null;
  };
  postgresLag: {
    isReplica: boolean;
    replicas: number;
    /** Of the slowest replica, or of this server when it is one. */
    lagS: number;
    behindBytes: number;
    /** Write-ahead log that is kept for a slot which nobody reads. */
    keptBytes: number;
  };
  postgresDeadRows: {
    /** The table with most dead rows. Its name comes from outside. */
    worst: { table: string; live: number; dead: number; vacuumedSAgo: number | null } | null;
    isAutovacuumOn: boolean;
  };
  /** Counted since the statistics were reset. */
  postgresCheckpoints: { timed: number; requested: number; sinceS: number };

  target: TargetState;
  /** What the end of the server's log says; it supports, and proves nothing alone. */
  targetLog: {
    cleanShutdown: boolean;
    diskFull: boolean;
    outOfMemory: boolean;
    tooManyFiles: boolean;
    checkpointsTooOften: boolean;
    addressInUse: boolean;
  };
  /** The disk under the server's own files, where they are on this machine. */
  targetDisk: { totalBytes: number; freeBytes: number; totalInodes: number; freeInodes: number };
  container: {
    restarts: number;
    upS: number | null;
    isOutOfMemoryKilled: boolean;
    exitCode: number | null;
    health: "healthy" | "unhealthy" | "starting" | null;
    failingChecks: number;
    memoryLimitBytes: number | null;
    /** Why the engine could not start it. */
    startProblem: "port" | "image" | "volume" | "other" | null;
  };

  /** What alerts that still fire are about, each in one class. */
  alerts: Reports;
};

export type TargetState =
  | { state: "running"; pid: number | null; since: string | null }
  | { state: "frozen"; pid: number | null }
  | {
      state: "stopped";
      /** `killed`: SIGKILL that was not the kernel's for want of memory. `ended`: gone, and nothing says how. */
      how: "killed" | "out-of-memory" | "clean" | "failed" | "restarting" | "ended";
      exitCode: number | null;
      at: string | null;
    }
  | { state: "missing" };

/** What a collector brings home: what was asked, what was answered, and what that says. Not yet numbered. */
export type Finding = {
  source: string;
  command: string;
  text: string;
  collectedAt: Date;
  facts: Partial<Known>;
  /** Answered; answered with an error or not reachable; or no answer in time. */
  outcome: "answered" | "refused" | "late";
};

/** A value and the number of the evidence that it was read from. */
export type Cited<T> = { value: T; evidence: number };

export type Subject = {
  name: string;
  /** Null for one that is known from alerts only. */
  kind: ServiceKind | null;
  host: string;
  port: number;
  target: { kind: "docker" | "process" | "none"; name: string };
};

/** Everything that rules may look at: the service's names, and cited facts. */
export type Facts = { subject: Subject; known: { readonly [K in keyof Known]?: Cited<Known[K]> } };

export const factsOf = (subject: Subject, findings: readonly Pick<Finding, "facts">[]): Facts => ({
  subject,
  known: knownIn(findings),
});

/** Each fact with the number of its finding, counting from 1. The first finding of a fact wins. */
export function knownIn(findings: readonly Pick<Finding, "facts">[]): Facts["known"] {
  const known: Record<string, Cited<unknown>> = {};
  findings.forEach((finding, index) => {
    for (const [name, value] of Object.entries(finding.facts)) {
      if (value !== undefined) known[name] ??= { value, evidence: index + 1 };
    }
  });
  return known as Facts["known"];
}
