import type { IncidentSummary, TimelineKind } from "@/lib/incidents/contract";
import { baseAddress } from "@/lib/integrations";
import type { WebhookEvent } from "../contract";
import type { Entry } from "../entry";

const eventOfKind: Record<TimelineKind, WebhookEvent | null> = {
  opened: "incident.triggered",
  // By the hundred while a service is down; the incident's alert_count says as much.
  joined: null,
  acknowledged: "incident.acknowledged",
  unacknowledged: "incident.unacknowledged",
  resolved: "incident.resolved",
  reopened: "incident.reopened",
  changed: "incident.changed",
  note: "incident.annotated",
  diagnosis: "incident.diagnosed",
  solution: "incident.solution",
  proposal: "incident.proposal",
  decision: "incident.decision",
  execution: "incident.execution",
  escalated: "incident.escalated",
  // For those who work here.
  feedback: null,
};

/** The event that a timeline entry is to webhooks; null when it is none. */
export const eventOf = (entry: Entry): WebhookEvent | null => eventOfKind[entry.kind as TimelineKind] ?? null;

// As much as PagerDuty sends at most: receivers of its webhooks are built for that.
const MOST_BYTES = 256 * 1024;
const CUT_DESCRIPTION = 2_000;

/**
 * The body of an event about an incident: an envelope like that of PagerDuty's V3 webhooks
 * (https://developer.pagerduty.com/docs/webhooks-overview) around our own view of the incident. At most 256 KB: what is long is left out
 * and `is_cut` says so.
 */
export function bodyOf(event: WebhookEvent, entry: Entry, incident: IncidentSummary): string {
  const whole = envelope(event, entry, { ...incident, is_cut: false });
  if (Buffer.byteLength(whole) <= MOST_BYTES) return whole;
  const description = incident.description.slice(0, CUT_DESCRIPTION);
  return envelope(event, entry, {
    ...incident,
    description,
    error_logs: [],
    metrics_snapshot: {},
    labels: {},
    is_cut: true,
  });
}

function envelope(event: WebhookEvent, entry: Entry, incident: IncidentSummary & { is_cut: boolean }): string {
  return JSON.stringify({
    event: {
      id: entry.id,
      event_type: event,
      resource_type: "incident",
      occurred_at: entry.at.toISOString(),
      agent: { type: entry.actorKind, summary: entry.actorName },
      data: {
        ...incident,
        type: "incident",
        html_url: `${baseAddress()}/incidents/${incident.id}`,
        entry: { id: entry.id, kind: entry.kind, text: entry.text },
      },
    },
  });
}
