import { postgresConnectionsExhausted } from "./postgres-connections-exhausted";
import { postgresDown } from "./postgres-down";
import { postgresLockPileup } from "./postgres-lock-pileup";
import { redisConnectionsExhausted } from "./redis-connections-exhausted";
import { redisDown } from "./redis-down";
import { redisMemoryExhausted } from "./redis-memory-exhausted";
import type { Rule } from "./rule";
import { serviceUnreachable } from "./service-unreachable";

/** Every failure signature that the rules know. */
export const rules: readonly Rule[] = [
  redisMemoryExhausted,
  redisConnectionsExhausted,
  redisDown,
  postgresLockPileup,
  postgresConnectionsExhausted,
  postgresDown,
  serviceUnreachable,
];
