import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeStart } from "./start-problem";

export const dockerPortConflict: Rule = {
  fault: faults.dockerPortConflict,
  component: "Container port",
  evaluate: (facts) =>
    judgeStart(facts, "port", "The container cannot have its port, because something else has it", true),
  immediateActions: ({ subject }) => [
    `Find what listens on port ${subject.port} (docker ps --filter publish=${subject.port}, ss -ltnp), and stop it or move one of the two.`,
  ],
  longTermFixes: () => ["Give each service a port of its own in one place, and let the platform assign the rest."],
  monitoring: () => ["Containers that are created and do not run."],
  disprovedBy: "Nothing that listens on that port when the container is started.",
};
