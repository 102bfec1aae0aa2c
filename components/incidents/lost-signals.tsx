import { Notice } from "@/components/ui/notice";
import type { IncidentAlerts } from "@/lib/alerts/contract";

/** What told of this incident is gone, so that a person has to say when it is over. Nothing where all that told of it is there. */
export function LostSignals({ alerts: { lost_with: names, signals_total: totals } }: { alerts: IncidentAlerts }) {
  if (names.length === 0) return null;
  return (
    <Notice tone="warn" title={`${names.join(" and ")} ${names.length > 1 ? "were" : "was"} deleted.`}>
      What was reported there had not been said to be over, and nobody will say so any more.{" "}
      {totals.firing > 0
        ? "Look whether it is over: this incident may end when what else fires does."
        : "Somebody has to look, and resolve this incident."}
    </Notice>
  );
}
