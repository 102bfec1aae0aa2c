import { type Ctx, require } from "@/lib/auth";
import { prisma, type Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import type { InvestigationSettingsView } from "../contract";
import { claude } from "../investigator/claude";
import { hasPrice } from "../investigator/prices";
import { budgetOf, recorded } from "./settings";
import { spendingOf } from "./spending";

/** What Claude may spend on the organization's incidents, and what it has spent this day and month. */
export async function getInvestigationSettings(ctx: Ctx): Promise<InvestigationSettingsView> {
  require(ctx, "read");
  return presentSettings(prisma(), ctx.organizationId);
}

export async function presentSettings(tx: Tx, organizationId: string): Promise<InvestigationSettingsView> {
  const budget = await budgetOf(tx, organizationId);
  const spending = await spendingOf(tx, organizationId);
  const model = env().NIGHTSHIFT_MODEL;
  return {
    ...(recorded(budget) as Pick<
      InvestigationSettingsView,
      "is_on" | "usd_per_incident" | "usd_per_day" | "usd_per_month"
    >),
    updated_at: budget.updatedAt?.toISOString() ?? null,
    today: { usd: spending.today, answers: spending.answersToday, incidents: spending.incidentsToday },
    this_month: { usd: spending.thisMonth, answers: spending.answersThisMonth, incidents: spending.incidentsThisMonth },
    promised_usd: spending.promised,
    claude: { is_set_up: claude() !== null, model, is_price_known: hasPrice(model) },
  };
}
