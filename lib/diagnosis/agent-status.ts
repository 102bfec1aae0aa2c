import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { budgetOf } from "./budget/settings";
import { spendingOf } from "./budget/spending";
import type { AgentStatus } from "./contract";
import { claude } from "./investigator/claude";
import { hasPrice } from "./investigator/prices";
import { STALE_MS } from "./start-diagnosis";

const MOST_RUNNING = 100;

/** Who can investigate now, what is left to spend, and what is under way. */
export async function agentStatus(ctx: Ctx): Promise<AgentStatus> {
  require(ctx, "read");
  const { organizationId } = ctx;
  const [budget, spending, running] = await Promise.all([
    budgetOf(prisma(), organizationId),
    spendingOf(prisma(), organizationId),
    runningIn(organizationId),
  ]);
  const { today, thisMonth, promised } = spending;
  const model = env().NIGHTSHIFT_MODEL;
  const left = {
    left_today_usd: Math.max(0, budget.usdPerDay - today),
    left_this_month_usd: Math.max(0, budget.usdPerMonth - thisMonth),
  };
  const hasKey = claude() !== null;
  const whyNot = !hasKey
    ? "There is no key for Claude"
    : !budget.isOn
      ? "Investigations by Claude are switched off"
      : Math.min(...Object.values(left)) - promised <= 0
        ? "What Claude may spend is used up or promised"
        : null;
  return {
    engines: [
      { name: "rules", is_available: true, why_not: null, model: null },
      { name: "claude", is_available: whyNot === null, why_not: whyNot, model },
    ],
    has_key: hasKey,
    is_price_known: hasPrice(model),
    budget: { usd_per_incident: budget.usdPerIncident, ...left, promised_usd: promised },
    running,
  };
}

async function runningIn(organizationId: string): Promise<AgentStatus["running"]> {
  const rows = await prisma().diagnosis.findMany({
    where: {
      ...{ organizationId, state: "running" },
      aliveAt: { gte: new Date(clock.now().getTime() - STALE_MS) },
    },
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
    take: MOST_RUNNING,
  });
  const diagnosisId = { in: rows.map(({ id }) => id) };
  const [steps, calls] = await Promise.all([
    prisma().diagnosisStep.groupBy({ by: ["diagnosisId"], where: { diagnosisId }, _count: true }),
    prisma().modelCall.groupBy({ by: ["diagnosisId"], where: { diagnosisId }, _sum: { usd: true } }),
  ]);
  return rows.map(({ id, incidentId, engine, model, startedAt }) => ({
    diagnosis_id: id,
    incident_id: incidentId,
    engine: engine as "rules" | "claude",
    model,
    steps: steps.find((one) => one.diagnosisId === id)?._count ?? 0,
    usd: Number(calls.find((one) => one.diagnosisId === id)?._sum.usd ?? 0),
    started_at: startedAt.toISOString(),
  }));
}
