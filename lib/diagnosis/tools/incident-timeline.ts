import { z } from "zod";
import { listTimeline } from "@/lib/incidents";
import { secretsOfWatched } from "@/lib/monitoring";
import { ask, COLLECTOR_MS } from "../collectors/finding";
import { quoted } from "../excerpt";
import { tool } from "./tool";

export const incidentTimeline = tool({
  name: "incident_timeline",
  says: "What happened in this incident so far: alerts, diagnoses, what people decided and noted, what was run and whether it helped.",
  input: z.object({}),
  fits: () => true,
  look: ({ ctx, incident, watched }) =>
    ask("incident.timeline", `nightshift timeline of incident #${incident.number}`, COLLECTOR_MS, async () => {
      const entries = await listTimeline(ctx, incident.id);
      const secrets = secretsOfWatched(watched);
      const lines = entries.map(
        ({ at, kind, actor, text }) => `${at} ${kind} by ${quoted(actor.name, 80)}: ${quoted(text, 600, secrets)}`,
      );
      return { text: lines.join("\n") || "(nothing was written down)", facts: {} };
    }),
});
