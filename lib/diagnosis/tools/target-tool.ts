import { z } from "zod";
import { collectFromDocker } from "../collectors/docker-target";
import { collectFromProcess } from "../collectors/process-target";
import type { Finding } from "../facts";
import { type Place, tool } from "./tool";

/** A tool that reads a part of what is known of where a server runs: a container or a process. */
export const targetTool = (name: string, says: string, part: 0 | 1) =>
  tool({
    name,
    says,
    input: z.object({}),
    fits: ({ watched }) =>
      watched?.target.kind === "docker" || (watched?.target.kind === "process" && watched.target.config !== null),
    look: async (place) => {
      const findings = await ofTarget(place);
      const finding = findings[part] ?? findings[0];
      if (!finding) throw new Error(`There is nothing to look at behind ${name}`);
      return finding;
    },
  });

async function ofTarget({ watched }: Place): Promise<Finding[]> {
  if (watched?.target.kind === "docker") return collectFromDocker(watched.target.name);
  if (watched?.target.kind === "process" && watched.target.config)
    return collectFromProcess(watched.kind, watched.target.config);
  return [];
}
