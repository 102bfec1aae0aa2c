import type { Tx } from "@/lib/platform/db";

export type Budget = {
  isOn: boolean;
  usdPerIncident: number;
  usdPerDay: number;
  usdPerMonth: number;
  updatedAt: Date | null;
};

const usual: Budget = { isOn: true, usdPerIncident: 1, usdPerDay: 20, usdPerMonth: 200, updatedAt: null };

/** What an organization lets Claude spend: its own limits, or the usual ones. */
export async function budgetOf(tx: Tx, organizationId: string): Promise<Budget> {
  const row = await tx.investigationSettings.findUnique({ where: { organizationId } });
  if (!row) return usual;
  const { isOn, usdPerIncident, usdPerDay, usdPerMonth, updatedAt } = row;
  return {
    isOn,
    usdPerIncident: Number(usdPerIncident),
    usdPerDay: Number(usdPerDay),
    usdPerMonth: Number(usdPerMonth),
    updatedAt,
  };
}

/** What the record says of it. */
export const recorded = ({ isOn, usdPerIncident, usdPerDay, usdPerMonth }: Budget): Record<string, unknown> => ({
  is_on: isOn,
  usd_per_incident: usdPerIncident,
  usd_per_day: usdPerDay,
  usd_per_month: usdPerMonth,
});

/** Changes of the budget and promises out of it come one after the other, until the transaction ends. */
export async function lockBudget(tx: Tx, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`investigation budget ${organizationId}`}, 0))`;
}
