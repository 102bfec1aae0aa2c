import type { Alert } from "../alert";
import { type Reading, Unreadable } from "./source";

const MOST_TOLD = 3;

/**
 * Reads entries that came together each for itself: one that cannot be understood takes no other with it, and is told of in `problem`.
 * Throws `Unreadable` when none of them can be understood.
 */
export function readEach(
  entries: readonly unknown[],
  read: (entry: unknown, i: number) => Alert,
): Pick<Reading, "alerts" | "problem"> {
  const alerts: Alert[] = [];
  const refusals: Unreadable[] = [];
  for (const [i, entry] of entries.entries()) {
    try {
      alerts.push(read(entry, i));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      refusals.push(error);
    }
  }
  const [first] = refusals;
  if (!first) return { alerts };
  if (alerts.length === 0) throw first;
  const told = refusals.slice(0, MOST_TOLD).map(({ message }) => message);
  const more = refusals.length > told.length ? "; …" : "";
  return {
    alerts,
    problem: `${refusals.length} of ${entries.length} entries could not be read: ${told.join("; ")}${more}`,
  };
}
