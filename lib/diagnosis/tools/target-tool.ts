import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { collectFromTarget } from "../collect-evidence";
import { tool } from "./tool";

/** A tool that reads a part of what is known of where a server runs: a container or a process. */
export const targetTool = (name: string, says: string, part: 0 | 1) =>
  tool({
    name,
    says,
    input: z.object({}),
    fits: ({ watched }) =>
      watched?.target.kind === "docker" || (watched?.target.kind === "process" && watched.target.config !== null),
    look: async ({ watched }) => {
      const findings = await collectFromTarget(watched as Watched);
      const finding = findings[part] ?? findings[0];
      if (!finding) throw new Error(`There is nothing to look at behind ${name}`);
      return finding;
    },
  });
