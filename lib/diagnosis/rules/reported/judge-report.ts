import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import type { AlertClass } from "../../collectors/alert-facts";
import type { Facts } from "../../facts";
import { type Assessment, assess, cite } from "../rule";
import { answerOf } from "../server-down";
import { weighReport } from "../weigh";

/**
 * Judges what alerts say and Nightshift cannot measure: at most likely, at most 0.6, and the statement says whose word it is. `isSymptom`:
 * many causes look like this.
 */
export function judgeReport(facts: Facts, of: AlertClass, says: string, isSymptom = false): Assessment | null {
  const { alerts, probe } = facts.known;
  const report = alerts?.value[of];
  if (!alerts || !report || report.isOutdone) return null;
  const well = probe && probe.value.health >= UNHEALTHY_BELOW && answerOf(facts) ? probe : undefined;
  const figure = report.figure === null ? "" : ` (${report.figure})`;
  const count = report.inLine
    ? `Only a log line ${report.alerts === 1 ? "in an alert" : `in each of ${report.alerts} alerts`} shows it`
    : report.alerts === 1
      ? "Only an alert shows it"
      : `Only ${report.alerts} alerts show it`;
  const but = well ? ` The service itself is well as far as Nightshift sees it ${cite(well)}.` : "";
  return assess(
    "likely",
    weighReport({ hasFigure: report.figure !== null, isSymptom, isServiceWell: well !== undefined }),
    `${says}${figure} ${cite(alerts)}. ${count}; Nightshift has not measured it.${but}`,
  );
}
