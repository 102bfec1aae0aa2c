import type { Ctx } from "@/lib/auth";
import { getDiagnosis, listToldCauses } from "@/lib/diagnosis";
import { getIncident, getOpeningSample, getSolution } from "@/lib/incidents";
import type { IncidentView } from "@/lib/incidents/contract";
import { fixRecords, hasRemedy, listAgentActions } from "@/lib/remediation";

/** An incident with what the rooms above it add: the diagnosis that speaks, the solution, what was executed and what has helped before. */
export async function presentIncident(ctx: Ctx, incidentId: string): Promise<IncidentView> {
  const summary = await getIncident(ctx, incidentId);
  const [openingSample, diagnosis, solution, agentActions, told] = await Promise.all([
    getOpeningSample(ctx, incidentId),
    getDiagnosis(ctx, incidentId),
    getSolution(ctx, incidentId),
    listAgentActions(ctx, incidentId),
    listToldCauses(ctx, incidentId),
  ]);
  const fault = diagnosis?.root_cause?.fault;
  const records = fault ? await fixRecords(ctx, fault) : [];
  return {
    ...summary,
    opening_sample: openingSample,
    diagnosis,
    solution,
    agent_actions: agentActions,
    told_causes: told,
    fix_records: records,
    has_remedy: fault ? hasRemedy(fault) : null,
  };
}
