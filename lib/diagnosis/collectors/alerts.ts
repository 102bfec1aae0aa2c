import { listIncidentAlerts } from "@/lib/alerts";
import type { IncidentAlerts } from "@/lib/alerts/contract";
import type { Ctx } from "@/lib/auth";
import { sourceTitles } from "@/lib/integrations/contract";
import { clock } from "@/lib/platform/clock";
import { withoutSecretsDeep } from "@/lib/platform/redact";
import { quoted } from "../excerpt";
import type { Finding } from "../facts";
import { reportsOf } from "./alert-facts";
import { tellingLine } from "./alert-lines";
import type { Answer } from "./finding";

const SHOWN = 15;

/**
 * What came in about the incident through integrations, as evidence and in one sentence; null when nothing did. Its words are other
 * people's: they are quoted, without `secrets` of the service, and what they are about is sorted into classes.
 */
export async function collectFromAlerts(
  ctx: Ctx,
  incident: { id: string; number: number },
  secrets: readonly string[],
): Promise<{ finding: Finding; said: string } | null> {
  const heard = withoutSecretsDeep(await listIncidentAlerts(ctx, incident.id), secrets);
  if (heard.signals.length + heard.alerts.length === 0) return null;
  const finding: Finding = {
    source: "alerts",
    command: `incident #${incident.number}: what came in about it, newest first`,
    ...readAlerts(heard),
    collectedAt: clock.now(),
    outcome: "answered",
  };
  return { finding, said: sentenceOf(heard) };
}

export const readAlerts = (heard: IncidentAlerts): Answer => ({
  text: textOf(heard),
  facts: { alerts: reportsOf(heard) },
});

function textOf(heard: IncidentAlerts): string {
  const { signals, alerts, total } = heard;
  const standing = signals.slice(0, SHOWN).map((signal) => {
    const flaps = signal.flapping_since === null ? "" : `, flapping since ${signal.flapping_since}`;
    return `- ${signal.status} since ${signal.changed_at}, ${signal.severity}, ${sourceTitles[signal.source]}: ${quoted(signal.title, 200)}, heard ${signal.alert_count} times${flaps}`;
  });
  const newest = alerts.slice(0, SHOWN).map(({ at, action, source, title, description, labels }) => {
    const telling = tellingLine(description);
    const more = [
      ...(telling === null ? [] : [`line ${quoted(telling.line, 200)}`]),
      ...(description === "" ? [] : [`description ${quoted(description, 400)}`]),
      ...(Object.keys(labels).length === 0 ? [] : [`labels ${quoted(JSON.stringify(labels), 300)}`]),
    ];
    return [`- ${at} ${action}, ${sourceTitles[source]}: ${quoted(title, 200)}`, ...more].join("\n  ");
  });
  const older = total > SHOWN ? [`… and ${total - Math.min(SHOWN, alerts.length)} older`] : [];
  const { firing, resolved, lost } = heard.signals_total;
  const unknown = lost > 0 ? `, ${lost} lost because what reported it was deleted` : "";
  return [
    `where each thing stands (${firing} firing, ${resolved} over${unknown}):`,
    ...standing,
    `alerts (${total}):`,
    ...newest,
    ...older,
  ].join("\n");
}

function sentenceOf({ signals, signals_total: totals }: IncidentAlerts): string {
  const firing = signals.filter(({ status }) => status === "firing");
  const [first] = firing.length > 0 ? firing : signals;
  if (!first) return "nothing of it is known to fire.";
  const others = totals.firing > 1 ? `, and ${totals.firing - 1} more` : "";
  if (first.status === "lost")
    return `${sourceTitles[first.source]} reported ${quoted(first.title, 200)} since ${first.changed_at} and was deleted meanwhile, so nobody says whether it is over.`;
  return firing.length > 0
    ? `${sourceTitles[first.source]} reports ${quoted(first.title, 200)} since ${first.changed_at}${others}.`
    : `nothing fires any more; ${sourceTitles[first.source]} reported ${quoted(first.title, 200)} until ${first.changed_at}.`;
}
