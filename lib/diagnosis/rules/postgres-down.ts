import { faults } from "../faults";
import type { Rule } from "./rule";
import { judgeDown, startAgain } from "./server-down";

export const postgresDown: Rule = {
  fault: faults.postgresDown,
  component: "Postgres server",
  evaluate: (facts) => (facts.subject.kind === "postgres" ? judgeDown(facts, "Postgres") : null),
  immediateActions: (facts) => [
    ...startAgain(facts, "Postgres"),
    "After a crash Postgres replays its write-ahead log before it lets anybody in: wait for that, and never delete postmaster.pid or pg_wal by hand.",
  ],
  longTermFixes: () => [
    "Let the platform restart it (a restart policy, systemd, an orchestrator).",
    "Keep a standby with tested failover, and backups whose restore is rehearsed.",
    "Let applications reconnect with back-off, so that a restart is a hiccup.",
  ],
  monitoring: () => [
    "Whether SELECT 1 is answered, from outside the machine.",
    "pg_postmaster_start_time(): a change is a restart that nobody ordered.",
    "Restarts and out-of-memory kills of its container or unit, and free disk space.",
  ],

  disprovedBy: "An answer to SELECT 1, or a postmaster that runs behind the port.",
};
