import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import type { Cited, Facts, Known } from "./facts";

// What is out of the ordinary by itself, measured now. Hypotheses are ranked by how much of this they explain. Words of alerts, of logs and of
// the sample that opened the incident are not among it: they support, and anybody may have written them.

type Context = Facts["known"];
type Sign<K extends keyof Known> = (value: Known[K], known: Context) => boolean;

export const FULL_MEMORY_SHARE = 0.9;
export const CROWDED_CLIENTS_SHARE = 0.8;
export const SLOW_COMMAND_MS = 100;
export const SLOW_TOTAL_MS = 1_000;
export const BIG_KEY_BYTES = 16 * 1024 * 1024;
export const BIG_KEY_SHARE = 0.25;
export const REPLICA_BEHIND_BYTES = 64 * 1024 * 1024;
export const LAG_S = 60;
export const KEPT_LOG_BYTES = 4 * 1024 ** 3;
export const OLD_IDLE_TRANSACTION_S = 600;
export const OLD_TRANSACTION_S = 3_600;
export const DEAD_ROWS = 100_000;
export const DEAD_SHARE = 0.4;
export const RESTARTS = 3;
export const RESTARTED_WITHIN_S = 600;
export const FULL_DISK_SHARE = 0.02;
export const FULL_DISK_BYTES = 100 * 1024 * 1024;

export const isDiskFull = (disk: Known["targetDisk"]): boolean =>
  disk.totalBytes > 0 && (disk.freeBytes < FULL_DISK_BYTES || disk.freeBytes < disk.totalBytes * FULL_DISK_SHARE);

/** File systems that have no fixed number of inodes say that they have none. */
export const areInodesUsedUp = (disk: Known["targetDisk"]): boolean =>
  disk.totalInodes > 0 && disk.freeInodes < disk.totalInodes * FULL_DISK_SHARE;

export const isLoadedWithSlowCommands = ({ totalMs, slowestMs }: Known["redisSlow"]): boolean =>
  totalMs >= SLOW_TOTAL_MS && slowestMs >= SLOW_COMMAND_MS;

/** Whether sessions queue for locks. A few that wait a moment are what locks are for. */
export const isPiledUp = (
  { waiting, longestWaitS }: Known["postgresBlocking"],
  activity: Known["postgresActivity"] | undefined,
): boolean => waiting >= 3 && (longestWaitS >= 2 || waiting * 3 >= (activity?.sessions ?? 0));

export const isTransactionOld = ({ oldest }: Known["postgresTransactions"]): boolean =>
  oldest !== null && oldest.ageS >= (oldest.isIdle ? OLD_IDLE_TRANSACTION_S : OLD_TRANSACTION_S);

export const isBloated = ({ worst }: Known["postgresDeadRows"]): boolean =>
  worst !== null && worst.dead >= DEAD_ROWS && worst.dead >= (worst.live + worst.dead) * DEAD_SHARE;

export const isForcedByWriting = ({ timed, requested, sinceS }: Known["postgresCheckpoints"]): boolean =>
  requested >= 20 && requested > timed * 2 && sinceS / (timed + requested) < 120;

export const isRestarting = ({ restarts, upS }: Known["container"]): boolean =>
  restarts >= RESTARTS && (upS === null || upS < RESTARTED_WITHIN_S);

const signs: { [K in keyof Known]?: Sign<K> } = {
  probe: ({ health, failures }) => health < UNHEALTHY_BELOW || failures.length > 0,
  sessionFailure: () => true,
  redisWrite: ({ accepted }) => !accepted,
  redisMemory: ({ usedBytes, maxBytes, policy }) =>
    maxBytes !== null && usedBytes >= maxBytes * FULL_MEMORY_SHARE && policy === "noeviction",
  redisClients: ({ connected, max }, { redisClientsSetting: setting }) => {
    const most = setting?.value.max ?? max;
    return most !== null && connected >= most * CROWDED_CLIENTS_SHARE;
  },
  redisPersistence: ({ lastSaveOk }) => !lastSaveOk,
  redisReplication: ({ isLinkUp, furthestBehindBytes }) =>
    isLinkUp === false || (furthestBehindBytes ?? 0) >= REPLICA_BEHIND_BYTES,
  redisSlow: isLoadedWithSlowCommands,
  postgresActivity: ({ sessions }, { postgresSettings: settings }) =>
    settings !== undefined && sessions >= settings.value.maxConnections - settings.value.reserved - 1,
  postgresBlocking: (blocking, { postgresActivity: activity }) => isPiledUp(blocking, activity?.value),
  postgresTransactions: isTransactionOld,
  postgresLag: ({ lagS, keptBytes }) => lagS >= LAG_S || keptBytes >= KEPT_LOG_BYTES,
  postgresDeadRows: isBloated,
  postgresCheckpoints: isForcedByWriting,
  target: ({ state }) => state !== "running",
  targetDisk: (disk) => isDiskFull(disk) || areInodesUsedUp(disk),
  container: (container) =>
    container.health === "unhealthy" ||
    container.startProblem !== null ||
    container.isOutOfMemoryKilled ||
    isRestarting(container),
};

/** The numbers of the evidence that shows something out of the ordinary. */
export function abnormalEvidence({ known }: Facts): Set<number> {
  const found = new Set<number>();
  for (const name of Object.keys(signs) as (keyof Known)[]) {
    const fact = known[name];
    const sign = signs[name] as ((value: unknown, known: Context) => boolean) | undefined;
    if (fact && sign?.((fact as Cited<unknown>).value, known)) found.add(fact.evidence);
  }
  return found;
}
