import { FULL_MEMORY_SHARE } from "../abnormal";
import { faults } from "../faults";
import { count, percent } from "../figures";
import { assess, cite, type Rule } from "./rule";
import { HINT, weigh } from "./weigh";

const LOOKUPS = 1_000;

export const redisEvictingTooMuch: Rule = {
  fault: faults.redisEvictingTooMuch,
  component: "Redis eviction",
  evaluate({ subject, known }) {
    const { redisMemory: memory, redisStats: stats, redisKeys: keys } = known;
    if (subject.kind !== "redis" || !memory?.value.maxBytes || !stats || memory.value.policy === "noeviction")
      return null;
    const { evictedKeys, hits, misses } = stats.value;
    if (evictedKeys === 0 || hits + misses < LOOKUPS || misses <= hits) return null;
    const missed = `${percent(misses, hits + misses)} of all lookups found nothing, and ${count(evictedKeys, "key")} were evicted since it started ${cite(stats)}`;
    const used = percent(memory.value.usedBytes, memory.value.maxBytes);
    if (memory.value.usedBytes < memory.value.maxBytes * FULL_MEMORY_SHARE)
      return assess("rejected", 0.8, `Eviction is over: memory is at ${used} ${cite(memory)}, though ${missed}.`);
    const churn = keys && evictedKeys >= keys.value.keys ? keys : undefined;
    const more = churn ? ` That is more than the ${count(churn.value.keys, "key")} it holds ${cite(churn)}.` : "";
    return churn
      ? assess(
          "likely",
          weigh({ words: false, setting: true }),
          `The cache is too small for its use: memory is at ${used} of its limit ${cite(memory)}, ${missed}.${more}`,
        )
      : assess(
          "likely",
          HINT,
          `The cache may be too small: memory is at ${used} of its limit ${cite(memory)}, ${missed}.`,
        );
  },
  immediateActions: ({ known }) => [
    `Raise maxmemory as far as the machine has memory to give ${cite(known.redisMemory)}: what is looked up is evicted before it is needed again.`,
  ],
  longTermFixes: () => [
    "Store less per key, shorten expiries of what is seldom read, or spread keys over more servers.",
    "Try allkeys-lfu where a few keys are read far more often than the rest.",
  ],
  monitoring: () => ["keyspace_misses as a share of lookups, and evicted_keys per second."],
  disprovedBy: "A hit rate that stays as low after memory was added: then the keys were never there.",
};
