import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { collectFromDocker } from "../collectors/docker-target";
import { collectFromProbe } from "../collectors/fresh-probe";
import { collectFromProcess } from "../collectors/process-target";
import type { Finding } from "../facts";
import { type Place, tool } from "./tool";

const nothing = z.object({});

export const probeService = tool({
  name: "probe_service",
  says: "A fresh connection to the service, as an application would make one: health, latency, and errors in its own words.",
  input: nothing,
  fits: ({ watched }) => watched !== null,
  look: ({ watched }) => collectFromProbe(watched as Watched),
});

const targetTool = (name: string, says: string, part: 0 | 1) =>
  tool({
    name,
    says,
    input: nothing,
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

/** Where the server runs: a container or a process. */
export const targetState = targetTool(
  "server_state",
  "Whether the container or process of the service runs, since when, how it ended, its exit code and restarts.",
  0,
);
export const targetLog = targetTool(
  "server_log",
  "The last lines of the log of the service's container or process.",
  1,
);
