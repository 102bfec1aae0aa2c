import { dockerCrashed } from "./docker/crashed";
import { dockerHealthCheckFailing } from "./docker/health-check-failing";
import { dockerImageTrouble } from "./docker/image-trouble";
import { dockerMissing } from "./docker/missing";
import { dockerOutOfMemoryKilled } from "./docker/oom-killed";
import { dockerPaused } from "./docker/paused";
import { dockerPortConflict } from "./docker/port-conflict";
import { dockerRestartLoop } from "./docker/restart-loop";
import { dockerVolumeTrouble } from "./docker/volume-trouble";
import { hostCpuSaturated } from "./host/cpu-saturated";
import { hostDiskFull } from "./host/disk-full";
import { hostFileHandlesExhausted } from "./host/file-handles-exhausted";
import { hostInodesExhausted } from "./host/inodes-exhausted";
import { hostMemoryExhausted } from "./host/memory-exhausted";
import { postgresBloat } from "./postgres-bloat";
import { postgresCheckpointsForced } from "./postgres-checkpoints-forced";
import { postgresConnectionsExhausted } from "./postgres-connections-exhausted";
import { postgresDiskFull } from "./postgres-disk-full";
import { postgresDown } from "./postgres-down";
import { postgresLockPileup } from "./postgres-lock-pileup";
import { postgresLongTransaction } from "./postgres-long-transaction";
import { postgresOutOfMemory } from "./postgres-out-of-memory";
import { postgresReplicationLag } from "./postgres-replication-lag";
import { redisBigKey } from "./redis-big-key";
import { redisConnectionsExhausted } from "./redis-connections-exhausted";
import { redisDown } from "./redis-down";
import { redisEvictingTooMuch } from "./redis-evicting-too-much";
import { redisMemoryExhausted } from "./redis-memory-exhausted";
import { redisPersistenceFailing } from "./redis-persistence-failing";
import { redisReplicationBroken } from "./redis-replication-broken";
import { redisSlowCommands } from "./redis-slow-commands";
import { applicationCrashing } from "./reported/application-crashing";
import { applicationErrors } from "./reported/application-errors";
import { securityBruteForce } from "./reported/brute-force";
import { networkCdnLatency } from "./reported/cdn-latency";
import { dnsFailing } from "./reported/dns-failing";
import { httpErrors } from "./reported/http-errors";
import { networkPacketLoss } from "./reported/packet-loss";
import { databasePoolExhausted } from "./reported/pool-exhausted";
import { databaseSlowQueries } from "./reported/slow-queries";
import { securitySqlInjection } from "./reported/sql-injection";
import { securitySuspiciousSignIn } from "./reported/suspicious-sign-in";
import { tlsCertificate } from "./reported/tls-certificate";
import type { Rule } from "./rule";
import { serviceUnreachable } from "./service-unreachable";

/** Every failure signature that the rules know. Their order decides nothing. */
export const rules: readonly Rule[] = [
  redisMemoryExhausted,
  redisConnectionsExhausted,
  redisEvictingTooMuch,
  redisPersistenceFailing,
  redisReplicationBroken,
  redisSlowCommands,
  redisBigKey,
  redisDown,
  postgresLockPileup,
  postgresConnectionsExhausted,
  postgresLongTransaction,
  postgresBloat,
  postgresDiskFull,
  postgresReplicationLag,
  postgresCheckpointsForced,
  postgresOutOfMemory,
  postgresDown,
  dockerOutOfMemoryKilled,
  dockerCrashed,
  dockerRestartLoop,
  dockerPaused,
  dockerMissing,
  dockerHealthCheckFailing,
  dockerPortConflict,
  dockerImageTrouble,
  dockerVolumeTrouble,
  hostDiskFull,
  hostInodesExhausted,
  hostCpuSaturated,
  hostMemoryExhausted,
  hostFileHandlesExhausted,
  httpErrors,
  tlsCertificate,
  dnsFailing,
  networkPacketLoss,
  networkCdnLatency,
  databasePoolExhausted,
  databaseSlowQueries,
  applicationErrors,
  applicationCrashing,
  securityBruteForce,
  securitySqlInjection,
  securitySuspiciousSignIn,
  serviceUnreachable,
];
