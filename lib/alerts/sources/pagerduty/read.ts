import type { Alert } from "../../alert";
import type { AlertAction } from "../../contract";
import { type Json, listOf, objectOf, readJson } from "../read-json";
import { type Arrived, type Reading, Unreadable } from "../source";
import {
  dedupKeyOf,
  deliveryKeyOf,
  errorLinesOf,
  firstText,
  LONGEST_KEY,
  labelsOf,
  linksOf,
  most,
  textOf,
  urlOf,
} from "../texts";
import { timeOf } from "../times";
import { changes } from "./changes";

const statuses: Record<string, AlertAction> = {
  "incident.triggered": "trigger",
  "incident.acknowledged": "acknowledge",
  "incident.unacknowledged": "unacknowledge",
  "incident.resolved": "resolve",
  "incident.reopened": "trigger",
};

/** What a V3 event says. Types that tell nothing about an incident, or that came after this was written, have no alerts. */
export function read({ body }: Arrived): Reading {
  const { event } = readJson(body);
  const { event_type, data, agent, occurred_at } = objectOf(event);
  const eventType = firstText(most.eventType, event_type);
  if (eventType === null) throw new Unreadable("The field event.event_type is missing");
  const said = whatItSays(eventType, objectOf(data));
  if (said === null) return { eventType, alerts: [] };
  const alert: Alert = {
    ...aboutIncident(objectOf(data)),
    ...said,
    at: timeOf(eventType === "incident.triggered" ? objectOf(data).created_at : null) ?? timeOf(occurred_at),
    by: firstText(most.person, objectOf(agent).summary),
  };
  return { eventType, alerts: [alert] };
}

function whatItSays(eventType: string, data: Json): Pick<Alert, "action" | "description" | "errorLines"> | null {
  if (Object.hasOwn(statuses, eventType)) {
    const description = textOf(objectOf(data.body).details, most.description);
    return { action: statuses[eventType] as AlertAction, description, errorLines: errorLinesOf(description) };
  }
  if (eventType === "incident.annotated")
    return { action: "note", description: textOf(data.content, most.description), errorLines: [] };
  const sentence = Object.hasOwn(changes, eventType) ? changes[eventType]?.(data) : undefined;
  return sentence === undefined
    ? null
    : { action: "change", description: textOf(sentence, most.description), errorLines: [] };
}

/** The incident that an event is about. It is the event's data itself, or, for a note or a responder, what the data refers to. */
function aboutIncident(data: Json): Omit<Alert, "action" | "description" | "errorLines" | "at" | "by"> {
  const incident = objectOf(data.incident).id === undefined ? data : objectOf(data.incident);
  const id = firstText(LONGEST_KEY, incident.id);
  if (id === null)
    throw new Unreadable("The id of the incident is missing: neither event.data.id nor event.data.incident.id");
  const { priority, urgency, service, incident_type } = data;
  const teams = listOf(data.teams).map((team) => textOf(objectOf(team).summary, most.label));
  return {
    dedupKey: dedupKeyOf(id),
    title: firstText(most.title, incident.title, incident.summary) ?? `PagerDuty incident ${textOf(id, 50)}`,
    severity: firstText(most.word, objectOf(priority).summary, urgency),
    service: firstText(most.service, objectOf(service).summary),
    labels: labelsOf({
      number: data.number,
      incident_key: data.incident_key,
      urgency,
      priority: objectOf(priority).summary,
      escalation_policy: objectOf(data.escalation_policy).summary,
      teams: teams.filter((team) => team !== "").join(", "),
      incident_type: objectOf(incident_type).name,
    }),
    links: linksOf(
      { href: incident.html_url, text: "In PagerDuty" },
      { href: objectOf(data.conference_bridge).conference_url, text: "Conference bridge" },
    ),
    // What is said about it there goes to an address that has the id in it, so it must look like one.
    ref: /^[\w-]{1,100}$/.test(id) ? { id, url: urlOf(incident.html_url) } : null,
  };
}

/** The id of the event in a body, or null when there is none to be found. */
export function eventIdOf(body: Buffer): string | null {
  try {
    return deliveryKeyOf(objectOf(readJson(body).event).id);
  } catch {
    return null;
  }
}
