import { Notice } from "@/components/ui/notice";
import type { IncidentAlerts } from "@/lib/alerts/contract";

/** What told of this incident is gone, so that a person has to say when it is over. */
export function LostSignals({ alerts: { signals, signals_total: totals } }: { alerts: IncidentAlerts }) {
  const names = [...new Set(signals.filter(({ status }) => status === "lost").map(({ integration }) => integration))];
  // Behind so much that fires that none of them is listed here.
  const who = names.length > 0 ? names.join(" and ") : "An integration";
  const were = names.length > 1 ? "were" : "was";
  return (
    <Notice tone="warn" title={`${who} ${were} deleted.`}>
      What was reported there had not been said to be over, and nobody will say so any more.{" "}
      {totals.firing > 0
        ? "Look whether it is over: this incident may end when what else fires does."
        : "Somebody has to look, and resolve this incident."}
    </Notice>
  );
}
