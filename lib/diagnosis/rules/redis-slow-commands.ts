import { isLoadedWithSlowCommands, SLOW_COMMAND_MS } from "../abnormal";
import { faults } from "../faults";
import { count, whole } from "../figures";
import { assess, cite, type Rule } from "./rule";
import { HINT, weigh } from "./weigh";

const LATE_MS = 250;

export const redisSlowCommands: Rule = {
  fault: faults.redisSlowCommands,
  component: "Redis commands",
  evaluate({ subject, known }) {
    const { redisSlow: slow, probe, alerts } = known;
    if (subject.kind !== "redis" || !slow) return null;
    const { recent, totalMs, slowestMs, command } = slow.value;
    const late = (probe?.value.latencyMs ?? 0) >= LATE_MS ? probe : undefined;
    const told = alerts?.value["slow-queries"] ? alerts : undefined;
    if (slowestMs < SLOW_COMMAND_MS) {
      return late || told
        ? assess(
            "rejected",
            0.8,
            `Slow commands are not it: of the last ten minutes none took ${SLOW_COMMAND_MS} ms or more ${cite(slow)}.`,
          )
        : null;
    }
    const named = command ? `, the slowest of them ${command}` : "";
    const taken = `${count(recent, "slow command")} took ${whole(totalMs)} ms in the last ten minutes${named} with ${whole(slowestMs)} ms ${cite(slow)}`;
    const wait = late ? ` Our own look took ${whole(late.value.latencyMs ?? 0)} ms ${cite(late)}.` : "";
    if (!isLoadedWithSlowCommands(slow.value))
      return late ? assess("likely", HINT, `Slow commands may hold others up: ${taken}.${wait}`) : null;
    return assess(
      late ? "confirmed" : "likely",
      weigh({ words: late !== undefined, setting: false }),
      `Slow commands hold everybody up, because Redis runs one at a time: ${taken}.${wait}`,
    );
  },
  immediateActions: ({ known }) => [
    `Find who sends ${known.redisSlow?.value.command ?? "them"} ${cite(known.redisSlow)} and stop it; a script that never ends is ended with SCRIPT KILL.`,
  ],
  longTermFixes: () => [
    "Replace KEYS by SCAN, and whole reads of large hashes, sets and lists by pages.",
    "Take dangerous commands away from applications by ACL.",
  ],
  monitoring: () => ["The slow log's length, and the 99th percentile of command time (LATENCY HISTOGRAM)."],
  disprovedBy: "Commands that stay slow while the slow log stays empty: then the machine or the network is slow.",
};
