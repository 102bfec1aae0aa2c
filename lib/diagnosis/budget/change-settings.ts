import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { ChangeInvestigationSettings, type InvestigationSettingsView } from "../contract";
import { presentSettings } from "./get-settings";
import { budgetOf, lockBudget, recorded } from "./settings";

/**
 * Sets whether Claude investigates, and what that may cost. The limits count for what begins afterwards: an investigation under way keeps
 * what it was promised. Switched off, what is under way stops at its next step.
 */
export async function changeInvestigationSettings(
  ctx: Ctx,
  raw: ChangeInvestigationSettings,
): Promise<InvestigationSettingsView> {
  require(ctx, "configure");
  const input = ChangeInvestigationSettings.parse(raw);
  const { organizationId } = ctx;
  return inTransaction(async (tx) => {
    await lockBudget(tx, organizationId);
    const before = await budgetOf(tx, organizationId);
    const data = {
      isOn: input.is_on,
      usdPerIncident: input.usd_per_incident,
      usdPerDay: input.usd_per_day,
      usdPerMonth: input.usd_per_month,
      updatedAt: clock.now(),
    };
    await tx.investigationSettings.upsert({
      where: { organizationId },
      create: { organizationId, ...data },
      update: data,
    });
    publish(tx, organizationId, "settings.changed", organizationId);
    recordAudit(tx, ctx, {
      verb: "settings.change-investigation",
      subject: { kind: "organization", id: organizationId },
      data: { before: recorded(before), after: recorded(data) },
    });
    return presentSettings(tx, organizationId);
  });
}
