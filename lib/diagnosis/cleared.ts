import {
  areInodesUsedUp,
  isBloated,
  isDiskFull,
  isLoadedWithSlowCommands,
  isPiledUp,
  isTransactionOld,
  KEPT_LOG_BYTES,
  LAG_S,
  REPLICA_BEHIND_BYTES,
} from "./abnormal";
import type { Cited, Facts } from "./facts";
import { type Fault, faults } from "./faults";
import { cite } from "./rules/rule";

/** Something that was measured and is as it should be, with its evidence, and the faults that it therefore is not. */
export type Cleared = { words: string; faults: readonly Fault[] };

/** What is as it should be, as far as it was there to be measured: nothing is said of replicas where there are none. */
export function clearedBy(known: Facts["known"]): Cleared[] {
  const { redisPersistence: saves, redisReplication: redis, redisSlow: slow, postgresActivity: activity } = known;
  const { postgresBlocking: locks, postgresTransactions: open, postgresLag: lag, postgresDeadRows: dead } = known;
  const { container, target, targetDisk: disk } = known;
  const { redisPersistenceFailing, redisReplicationBroken, redisSlowCommands } = faults;
  const { postgresLockPileup, postgresLongTransaction, postgresReplicationLag, postgresBloat } = faults;
  const { dockerPortConflict, dockerImageTrouble, dockerVolumeTrouble, dockerRestartLoop } = faults;
  const ofDisk = [faults.postgresDiskFull, faults.hostDiskFull];
  const runs = container && container.value.startProblem === null && target?.value.state === "running";
  const isLagging = !lag || lag.value.lagS >= LAG_S || lag.value.keptBytes >= KEPT_LOG_BYTES;
  const behind = redis?.value.furthestBehindBytes ?? null;
  return [
    ...that(saves?.value.isSaved && saves.value.lastSaveOk, "the last save to disk worked", saves, [
      redisPersistenceFailing,
    ]),
    ...that(redis?.value.isReplica && redis.value.isLinkUp && !redis.value.isSyncing, "it hears its primary", redis, [
      redisReplicationBroken,
    ]),
    ...that(behind !== null && behind < REPLICA_BEHIND_BYTES, "the replicas that are online are not behind", redis, []),
    ...that(lag && lag.value.replicas > 0 && !isLagging, "its replicas are not behind", lag, [postgresReplicationLag]),
    // A replica that hears nothing any more has replayed all that it got, too.
    ...that(lag?.value.isReplica && !isLagging, "it has replayed what it got from its primary", lag, []),
    ...that(slow && !isLoadedWithSlowCommands(slow.value), "its slow log holds nothing that adds up", slow, [
      redisSlowCommands,
    ]),
    ...that(locks && !isPiledUp(locks.value, activity?.value), "nothing piles up behind locks", locks, [
      postgresLockPileup,
    ]),
    // A role without pg_monitor sees its own only.
    ...that(open && !isTransactionOld(open.value), "no transaction that could be seen is old", open, [
      postgresLongTransaction,
    ]),
    ...that(dead && !isBloated(dead.value), deadWords(dead), dead, [postgresBloat]),
    ...that(runs, "its container runs", container, [
      ...[dockerPortConflict, dockerImageTrouble, dockerVolumeTrouble],
      ...[faults.dockerPaused, faults.dockerMissing],
    ]),
    ...that(runs && container.value.restarts === 0, "it was not restarted", container, [dockerRestartLoop]),
    ...that(container?.value.health === "healthy", "its health check passes", container, [
      faults.dockerHealthCheckFailing,
    ]),
    ...that(disk && !isDiskFull(disk.value), "the disk has room", disk, ofDisk),
    ...that(disk && disk.value.totalInodes > 0 && !areInodesUsedUp(disk.value), "inodes are left", disk, [
      faults.hostInodesExhausted,
    ]),
  ];
}

const deadWords = (dead: Facts["known"]["postgresDeadRows"]) =>
  dead?.value.worst ? "dead rows do not pile up" : "its database has no tables whose dead rows could pile up";

const that = (
  isSo: boolean | undefined | null,
  words: string,
  fact: Cited<unknown> | undefined,
  faults: readonly Fault[],
): Cleared[] => (isSo ? [{ words: `${words} ${cite(fact)}`, faults }] : []);
