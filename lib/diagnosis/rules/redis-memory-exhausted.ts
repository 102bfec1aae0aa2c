import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import type { Facts } from "../facts";
import { faults } from "../faults";
import { bytes, count, percent, whole } from "../figures";
import { type Assessment, assess, cite, type Rule } from "./rule";
import { weigh } from "./weigh";

const NEARLY_FULL = 0.9;
const NOTICED = 1 - UNHEALTHY_BELOW / 100;

export const redisMemoryExhausted: Rule = {
  fault: faults.redisMemoryExhausted,
  component: "Redis memory",
  evaluate,

  immediateActions({ known }) {
    const { redisKeys: keys, redisMemory: memory } = known;
    const limit = limitOf(known);
    const expiring = keys && `; ${whole(keys.value.withTtl)} of them would go by expiry ${cite(keys)}`;
    return [
      "Stop or slow down what writes to it, or memory freed now is full again soon.",
      keys && memory
        ? `If it is a cache: FLUSHALL removes all ${count(keys.value.keys, "key")} ${cite(keys)} and frees up to ${bytes(memory.value.usedBytes)} ${cite(memory)}${expiring}. It cannot be undone.`
        : "If it is a cache: FLUSHALL frees its memory. It cannot be undone.",
      limit
        ? `If the data must stay: raise maxmemory from ${bytes(limit.value)} ${cite(limit)} with CONFIG SET maxmemory, as far as the machine has memory to give. This can be undone.`
        : "If the data must stay: give the server more memory.",
    ];
  },

  longTermFixes({ known }) {
    const { redisKeys: keys, redisMemory: memory } = known;
    const policy = policyOf(known);
    return [
      ...(keys && keys.value.withTtl < keys.value.keys
        ? [
            `Give keys an expiry: ${whole(keys.value.withTtl)} of ${count(keys.value.keys, "key")} (${percent(keys.value.withTtl, keys.value.keys)}) have one ${cite(keys)}.`,
          ]
        : []),
      ...(policy?.value === "noeviction"
        ? [
            `If it is a cache, choose an eviction policy such as allkeys-lru: under noeviction ${cite(policy)} a full server refuses writes.`,
          ]
        : []),
      `Size maxmemory from the peak of a normal week, with room${memory ? `: ${bytes(memory.value.usedBytes)} are in use now ${cite(memory)}` : ""}.`,
      "Write CONFIG SET changes into the configuration file (CONFIG REWRITE), or they are gone after a restart.",
    ];
  },

  monitoring({ known }) {
    const { redisMemory: memory, redisKeys: keys, redisErrors: errors } = known;
    const limit = limitOf(known);
    const now = memory && limit ? ` (now ${percent(memory.value.usedBytes, limit.value)} ${cite(memory)})` : "";
    return [
      `used_memory as a share of maxmemory${now}: warn at 70 %, wake somebody at 85 %.`,
      `errorstat_OOM of INFO errorstats${errors ? ` (now ${count(errors.value.outOfMemory, "refusal")}, our own write tests among them ${cite(errors)})` : ""}: every increase is a write that somebody lost.`,
      `Keys without an expiry${keys ? ` (now ${count(keys.value.keys - keys.value.withTtl, "key")} ${cite(keys)})` : ""}: a steady rise fills any limit.`,
    ];
  },

  disprovedBy:
    "A used_memory well below maxmemory, or a write that is accepted while applications still see theirs refused.",
};

function evaluate({ subject, known }: Facts): Assessment | null {
  if (subject.kind !== "redis") return null;
  const { redisMemory: memory, redisWrite: write, probe, sample } = known;
  const refusedWrite = write?.value.code === "OOM" ? write : probe?.value.saysOutOfMemory ? probe : undefined;
  if (!memory && !refusedWrite) return null;

  const limit = limitOf(known);
  const policy = policyOf(known);
  const setting = known.redisMemorySetting;
  const words = sample?.value.saysOutOfMemory ? sample : undefined;
  const used = memory
    ? limit
      ? `${bytes(memory.value.usedBytes)} of ${bytes(limit.value)} (${percent(memory.value.usedBytes, limit.value)}) ${cite(memory, setting)}`
      : `${bytes(memory.value.usedBytes)} ${cite(memory)}, and no limit is set ${cite(memory, setting)}`
    : "an amount that could not be read";
  const share = memory && limit ? memory.value.usedBytes / limit.value : 0;
  const byPolicy = policy ? `, and under ${policyWord(policy.value)} nothing makes room ${cite(policy)}` : "";
  const accepted = write?.value.accepted ? ` A write is accepted ${cite(write)}.` : "";

  if (refusedWrite) {
    const atTheEdge = write?.value.accepted
      ? ` A moment later a write was accepted ${cite(write)}: it stands at the edge.`
      : "";
    const since = words ? `, as the error lines of the incident say ${cite(words)}` : "";
    const confidence = weigh({ words: true, setting: setting !== undefined && share > 0 });
    return assess(
      "confirmed",
      confidence,
      `Memory is full: Redis uses ${used}${byPolicy}. It refuses writes with an OOM error ${cite(refusedWrite)}${since}.${atTheEdge}`,
    );
  }
  if (share >= NEARLY_FULL && policy && policy.value !== "noeviction") {
    const { redisStats: stats } = known;
    const evicted = stats ? `: ${count(stats.value.evictedKeys, "key")} evicted so far ${cite(stats)}` : "";
    return assess(
      "rejected",
      0.8,
      `Memory is at its limit as a cache's may be: Redis uses ${used}, and its policy ${policyWord(policy.value)} makes room ${cite(policy)}${evicted}.${accepted}`,
    );
  }
  if (share >= NEARLY_FULL) {
    const confidence = weigh({ words: words !== undefined, setting: setting !== undefined });
    const before = words
      ? ` Writes were refused with an OOM error before, the error lines of the incident say ${cite(words)}.`
      : "";
    return assess(
      words ? "confirmed" : "likely",
      confidence,
      `Memory is all but full: Redis uses ${used}${byPolicy}.${accepted}${before}`,
    );
  }
  if (share > NOTICED) {
    const confidence = share > 0.7 ? 0.65 : 0.5;
    return assess(
      "likely",
      confidence,
      `Memory is filling up: Redis uses ${used}, which is what makes it unhealthy; it is not exhausted.${accepted}`,
    );
  }
  return assess("rejected", 0.95, `Memory is not it: Redis uses ${used}.${accepted}`);
}

function limitOf({ redisMemorySetting: setting, redisMemory: memory }: Facts["known"]) {
  const source = setting?.value.maxBytes ? setting : memory;
  return source?.value.maxBytes ? { value: source.value.maxBytes, evidence: source.evidence } : undefined;
}

function policyOf({ redisMemorySetting: setting, redisMemory: memory }: Facts["known"]) {
  const source = setting?.value.policy ? setting : memory;
  return source?.value.policy ? { value: source.value.policy, evidence: source.evidence } : undefined;
}

// The server's word, but only if it is one.
const policyWord = (policy: string): string => (/^[a-z-]{1,30}$/.test(policy) ? policy : "its policy");
