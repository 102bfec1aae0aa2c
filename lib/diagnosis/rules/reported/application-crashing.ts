import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeReport } from "./judge-report";

export const applicationCrashing: Rule = {
  fault: faults.applicationCrashing,
  component: "Application process",
  // Where the container itself can be asked, it is: see docker.restart_loop.
  evaluate: (facts) => (facts.known.container ? null : judgeReport(facts, "crash", "A process ends again and again")),
  immediateActions: () => ["Read its last words before it ended, and go back to the version or configuration before."],
  longTermFixes: () => ["Roll out to one replica first, and stop when it does not stay up."],
  monitoring: () => ["Restarts by service and version, and exit codes."],
  disprovedBy: "A start time of the process that does not change for ten minutes.",
};
