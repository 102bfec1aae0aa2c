import { faults } from "../../faults";
import type { Rule } from "../rule";
import { judgeStart } from "./start-problem";

export const dockerVolumeTrouble: Rule = {
  fault: faults.dockerVolumeTrouble,
  component: "Container volume",
  evaluate: (facts) => judgeStart(facts, "volume", "A volume or mount of the container cannot be had"),
  immediateActions: ({ subject }) => [
    `Look at the mounts of ${subject.target.name} (docker inspect): whether each source exists, with the right owner and room. Do not create an empty one in its place before you know where the data is.`,
  ],
  longTermFixes: () => ["Use named volumes for data, and fail a rollout when one is missing."],
  monitoring: () => ["Free space under the engine's data root, and mounts of remote volumes."],
  disprovedBy: "The container starting with the same mounts after no change to them.",
};
