import { faults } from "../../faults";
import { judgeReport } from "../reported/judge-report";
import type { Rule } from "../rule";

export const hostCpuSaturated: Rule = {
  fault: faults.hostCpuSaturated,
  component: "CPU of the host",
  evaluate: (facts) => judgeReport(facts, "cpu", "The host has no CPU to spare"),
  immediateActions: () => [
    "Find the process that takes it (top, pidstat) and what it does; stop or slow it down, or move others away.",
  ],
  longTermFixes: () => ["Bound each service by a CPU quota, and profile the one that grew."],
  monitoring: () => ["CPU by process, load against cores, and time stolen by the hypervisor."],
  disprovedBy: "Idle time on every core while answers stay slow: then it waits for something else.",
};
