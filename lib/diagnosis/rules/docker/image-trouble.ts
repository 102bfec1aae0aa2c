import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeStart } from "./start-problem";

export const dockerImageTrouble: Rule = {
  fault: faults.dockerImageTrouble,
  component: "Container image",
  evaluate: (facts) => judgeStart(facts, "image", "The container's program cannot be run from its image"),
  immediateActions: ({ subject }) => [
    `Compare the image of ${subject.target.name} with the one that worked last (docker image inspect): its platform, its entry point, its command; go back to that one.`,
  ],
  longTermFixes: () => [
    "Name images by digest, build them for each platform, and start each once before it is rolled out.",
  ],
  monitoring: () => ["Exit codes 125 to 127: the program never ran."],
  disprovedBy: "The same image and command running in a new container on this host.",
};
