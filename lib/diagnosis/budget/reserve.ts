import { inTransaction, type Tx } from "@/lib/platform/db";
import { budgetOf, lockBudget } from "./settings";
import { spendingOf, spentOn } from "./spending";

/** `money` says in words what the sum is, for people who know the limits only. */
export type Reserved = { usd: number; money: string } | { problem: string };

/** With less than a cent nothing can be asked. */
const LEAST_USD = 0.01;

/**
 * Promises money to an investigation or an answer that has just been started: what its incident may still cost, and no more than is left of
 * the day and of the month. A promise counts as spent until they end, so that those side by side never count on the same money; together
 * they overrun by what their last answers cost. A `problem` says in words why there is none.
 */
export async function reserveBudget(
  { organizationId, incidentId }: { organizationId: string; incidentId: string },
  /** Writes the promise down where it counts. */
  promise: (tx: Tx, usd: string) => Promise<unknown>,
): Promise<Reserved> {
  return inTransaction(async (tx) => {
    await lockBudget(tx, organizationId);
    const budget = await budgetOf(tx, organizationId);
    if (!budget.isOn) return { problem: "Investigations by Claude are switched off in the settings" };
    const [spending, onIncident] = [await spendingOf(tx, organizationId), await spentOn(tx, incidentId)];
    const { today, thisMonth, promised } = spending;
    const limits = [
      { name: "of this incident", limit: budget.usdPerIncident, spent: onIncident.usd, promised: 0 },
      { name: "of this day", limit: budget.usdPerDay, spent: today, promised },
      { name: "of this month", limit: budget.usdPerMonth, spent: thisMonth, promised },
    ];
    for (const one of limits) {
      const words = `The budget ${one.name} (${dollars(one.limit)}) is`;
      if (one.limit - one.spent < LEAST_USD) return { problem: `${words} used up: ${dollars(one.spent)} were spent` };
      if (one.limit - one.spent - one.promised < LEAST_USD)
        return { problem: `${words} promised to investigations that are under way` };
    }
    const left = limits.map((one) => ({ ...one, usd: one.limit - one.spent - one.promised }));
    const least = left.reduce((least, one) => (one.usd < least.usd ? one : least));
    const { usd, limit, name } = least;
    await promise(tx, usd.toFixed(6));
    return {
      usd,
      money:
        usd < limit
          ? `${dollars(usd)}, what was left of the ${dollars(limit)} ${name}`
          : `${dollars(usd)}, the budget ${name}`,
    };
  });
}

const dollars = (usd: number): string =>
  `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
