import type { Ctx } from "@/lib/auth";
import { getDiagnosis } from "@/lib/diagnosis";
import { getIncident, getSolution } from "@/lib/incidents";
import type { IncidentView } from "@/lib/incidents/contract";
import { listAgentActions } from "@/lib/remediation";

/** An incident with what the rooms above it add: the newest diagnosis, the solution and what was executed. */
export async function presentIncident(ctx: Ctx, incidentId: string): Promise<IncidentView> {
  const summary = await getIncident(ctx, incidentId);
  const [diagnosis, solution, agentActions] = await Promise.all([
    getDiagnosis(ctx, incidentId),
    getSolution(ctx, incidentId),
    listAgentActions(ctx, incidentId),
  ]);
  return { ...summary, diagnosis, solution, agent_actions: agentActions };
}
