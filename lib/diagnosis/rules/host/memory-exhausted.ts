import { faults } from "../../faults";
import { judgeReport } from "../reported/judge-report";
import type { Rule } from "../rule";

export const hostMemoryExhausted: Rule = {
  fault: faults.hostMemoryExhausted,
  component: "Memory of the host",
  // Where the container itself can be asked, it is: see docker.oom_killed.
  evaluate: (facts) =>
    facts.known.container
      ? null
      : (judgeReport(facts, "oom-killed", "A process was killed for want of memory") ??
        judgeReport(facts, "memory", "Memory of a host runs out or has run out")),
  immediateActions: () => ["Find the process that grows (ps --sort=-rss, the kernel's log), and restart or bound it."],
  longTermFixes: () => ["Give each service a memory limit of its own, and find the leak with a heap profile."],
  monitoring: () => ["Available memory of the host, growth by process, and the kernel's out-of-memory kills."],
  disprovedBy: "Available memory on the host (free), and no kill in the kernel's log.",
};
