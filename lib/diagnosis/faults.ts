/** What the rules can find, by name. Remediation maps each to the actions that help. */
export const faults = {
  redisMemoryExhausted: "redis.memory_exhausted",
  redisConnectionsExhausted: "redis.connections_exhausted",
  redisDown: "redis.down",
  postgresConnectionsExhausted: "postgres.connections_exhausted",
  postgresLockPileup: "postgres.lock_pileup",
  postgresDown: "postgres.down",
  serviceUnreachable: "service.unreachable",
} as const;
export type Fault = (typeof faults)[keyof typeof faults];
