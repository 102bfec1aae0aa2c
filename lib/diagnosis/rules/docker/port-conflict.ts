import { faults } from "../../faults";
import { judgeReport } from "../reported/judge-report";
import { cite, type Rule } from "../rule";
import { judgeStart } from "./start-problem";

export const dockerPortConflict: Rule = {
  fault: faults.dockerPortConflict,
  component: "Port",
  evaluate: (facts) =>
    facts.known.container
      ? judgeStart(facts, "port", "The container cannot have its port, because something else has it", true)
      : judgeReport(facts, "port-in-use", "A process cannot have its port, because something else has it"),
  immediateActions: ({ subject, known }) => [
    !known.container
      ? `Find what listens on the port that the line names ${cite(known.alerts)} (ss -ltnp), often the version before that has not ended, and stop it or move one of the two.`
      : `Find what listens on port ${subject.port} (docker ps --filter publish=${subject.port}, ss -ltnp), and stop it or move one of the two.`,
  ],
  longTermFixes: () => ["Give each service a port of its own in one place, and let the platform assign the rest."],
  monitoring: () => ["Containers that are created and do not run."],
  disprovedBy: "Nothing that listens on that port when the container is started.",
};
