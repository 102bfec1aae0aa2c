import { BIG_KEY_BYTES, BIG_KEY_SHARE } from "../abnormal";
import { faults } from "../faults";
import { bytes, count, percent } from "../figures";
import { assess, cite, type Rule } from "./rule";
import { HINT } from "./weigh";

export const redisBigKey: Rule = {
  fault: faults.redisBigKey,
  component: "Redis keys",
  evaluate({ subject, known }) {
    const { redisBigKeys: keys, redisMemory: memory, redisSlow: slow } = known;
    if (subject.kind !== "redis" || !keys || !memory) return null;
    const { largestBytes, type, sampled } = keys.value;
    const share = memory.value.usedBytes > 0 ? largestBytes / memory.value.usedBytes : 0;
    if (largestBytes < BIG_KEY_BYTES || share < BIG_KEY_SHARE) return null;
    const big = `one ${type} of ${count(sampled, "sampled key")} holds ${bytes(largestBytes)} ${cite(keys)}, ${percent(largestBytes, memory.value.usedBytes)} of the memory in use ${cite(memory)}`;
    const isHarmful = slow !== undefined && slow.value.slowestMs >= 100;
    return isHarmful
      ? assess("likely", 0.6, `A single key is too big: ${big}, and commands are slow ${cite(slow)}.`)
      : assess("likely", HINT, `A single key is big, which may be as it should: ${big}.`);
  },
  immediateActions: ({ known }) => [
    `Ask whose key it is ${cite(known.redisBigKeys)}, and stop what adds to it. If it may go, remove it with UNLINK, which does not block; DEL does.`,
  ],
  longTermFixes: () => ["Split it into many keys, and bound lists and streams (LTRIM, XTRIM MAXLEN)."],
  monitoring: () => ["The largest keys of a sample once a day (SCAN, and MEMORY USAGE of what it gives)."],
  disprovedBy: "Commands that stay as slow when they do not touch that key.",
};
