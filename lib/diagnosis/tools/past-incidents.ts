import { z } from "zod";
import { listRelated } from "@/lib/incidents";
import { secretsOfWatched } from "@/lib/monitoring";
import { prisma } from "@/lib/platform/db";
import { ask, COLLECTOR_MS } from "../collectors/finding";
import { quoted } from "../excerpt";
import { tool } from "./tool";

const SHOWN = 8;

export const pastIncidents = tool({
  name: "past_incidents",
  says: "Earlier incidents that are like this one: what was wrong, what was done, and whether it helped.",
  input: z.object({}),
  fits: () => true,
  look: ({ ctx, incident, watched }) =>
    ask("incidents.past", `nightshift incidents related to #${incident.number}`, COLLECTOR_MS, async () => {
      const related = await listRelated(ctx, incident.id, { limit: SHOWN });
      const ids = related.map(({ id }) => id);
      const [diagnoses, actions, feedback] = await Promise.all([
        prisma().diagnosis.findMany({
          where: { incidentId: { in: ids }, organizationId: ctx.organizationId, state: "completed" },
          orderBy: { startedAt: "asc" },
        }),
        prisma().agentAction.findMany({
          where: { incidentId: { in: ids }, organizationId: ctx.organizationId },
          orderBy: { executedAt: "asc" },
        }),
        prisma().diagnosisFeedback.findMany({
          where: { incidentId: { in: ids }, organizationId: ctx.organizationId, realCause: { not: null } },
          orderBy: { at: "asc" },
        }),
      ]);
      const secrets = secretsOfWatched(watched);
      const lines = related.flatMap((one) => {
        const cause = diagnoses.findLast(({ incidentId }) => incidentId === one.id)?.rootCause as
          | { fault?: string }
          | null
          | undefined;
        const done = actions
          .filter(({ incidentId }) => incidentId === one.id)
          .map(
            ({ action, result, healthBefore, healthAfter }) =>
              `${action} ${result}, health ${healthBefore ?? "?"} to ${healthAfter ?? "?"}`,
          );
        const corrected = feedback.findLast(({ incidentId }) => incidentId === one.id)?.realCause;
        return [
          `#${one.number} ${one.status}, opened ${one.created_at}: ${quoted(one.title, 200, secrets)}`,
          `  cause ${cause?.fault ?? "not known"}; done ${done.join("; ") || "nothing by Nightshift"}`,
          ...(corrected ? [`  people say it really was ${quoted(corrected, 300, secrets)}`] : []),
        ];
      });
      return { text: lines.join("\n") || "(there is no earlier one like it)", facts: {} };
    }),
});
