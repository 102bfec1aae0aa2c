import { faults } from "../faults";
import type { Rule } from "./rule";
import { judgeDown, startAgain } from "./server-down";

export const redisDown: Rule = {
  fault: faults.redisDown,
  component: "Redis server",
  evaluate: (facts) => (facts.subject.kind === "redis" ? judgeDown(facts, "Redis") : null),
  immediateActions: (facts) => [
    ...startAgain(facts, "Redis"),
    "Expect an empty or older data set: what was not saved to disk is gone.",
  ],
  longTermFixes: () => [
    "Let the platform restart it (a restart policy, systemd, an orchestrator).",
    "Decide what may be lost: appendonly yes for data, nothing for a cache.",
    "Add a replica with failover where a minute without Redis hurts.",
  ],
  monitoring: () => [
    "Whether PING is answered, from outside the machine.",
    "uptime_in_seconds: a value that falls is a restart that nobody ordered.",
    "Restarts and out-of-memory kills of its container or unit.",
  ],

  disprovedBy: "An answer to PING, or a process that runs behind the port.",
};
