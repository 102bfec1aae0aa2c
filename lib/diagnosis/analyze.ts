import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { invalid } from "@/lib/platform/errors";
import { budgetOf } from "./budget/settings";
import { Analyze, type DiagnosisView } from "./contract";
import { diagnoseIncident } from "./diagnose-incident";
import { claude } from "./investigator/claude";

/**
 * Diagnoses an incident, with a question for Claude, which answers it in the background when it goes on from the rules. Throws `invalid`
 * for a question that nobody here can answer, and `conflict` for one while another diagnosis runs.
 */
export async function analyze(ctx: Ctx, raw: z.input<typeof Analyze>): Promise<DiagnosisView> {
  require(ctx, "respond");
  const { incident_id: incidentId, engine, question } = Analyze.parse(raw);
  if (question !== undefined) {
    if (engine === "rules") throw invalid("The rules answer no questions; ask for the engine claude, or auto");
    if (!claude() || !(await budgetOf(prisma(), ctx.organizationId)).isOn)
      throw invalid("Only Claude can answer questions, and it does not investigate here; leave the question out");
  }
  return diagnoseIncident(ctx, { incidentId, engine, question });
}
