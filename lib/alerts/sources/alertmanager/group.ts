import { digestOf } from "@/lib/platform/crypto";
import type { Alert } from "../../alert";
import { readEach } from "../read-each";
import { isObject, type Json, objectOf } from "../read-json";
import { type Reading, Unreadable } from "../source";
import {
  dedupKeyOf,
  errorLinesOf,
  firstText,
  LONGEST_KEY,
  labelsOf,
  linksOf,
  most,
  paragraphs,
  textOf,
} from "../texts";
import { timeOf } from "../times";
import { serviceOf } from "./service";

export type Group = { eventType: string; alerts: unknown[]; externalUrl: unknown };

/** A notification's parts. Its own status says whether any alert of the group fires; each alert has one of its own, which is what counts. */
export function groupOf(notification: Json): Group {
  const { alerts, status, truncatedAlerts, externalURL } = notification;
  if (!Array.isArray(alerts)) throw new Unreadable("The field alerts is missing or no list");
  if (alerts.length > most.alerts)
    throw new Unreadable(`The field alerts has ${alerts.length} entries; at most ${most.alerts} are taken at once`);
  const left = typeof truncatedAlerts === "number" && Number.isSafeInteger(truncatedAlerts) ? truncatedAlerts : 0;
  const word = firstText(most.word, status) ?? "notification";
  return {
    // The sender's own limit has dropped alerts; nothing here can bring them back, so it is at least said.
    eventType: left <= 0 ? word : `${word} (${left} left out by max_alerts of the sender)`,
    alerts,
    externalUrl: externalURL,
  };
}

/** What each alert of a notification says, as `toAlert` reads it; those that say nothing that can be understood are told of. */
export function readGroup(group: Group, toAlert: (entry: Json, group: Group, place: string) => Alert): Reading {
  const reading = readEach(group.alerts, (entry, i) => {
    const place = `alerts.${i}`;
    if (!isObject(entry)) throw new Unreadable(`The field ${place} is no object`);
    return toAlert(entry, group, place);
  });
  return { eventType: group.eventType, ...reading };
}

/** One alert of a group: fired at its start, resolved at its end. */
export function alertOf(alert: Json, group: Group, place: string): Alert {
  // What is common to the group stands in each of its alerts as well.
  const labels = objectOf(alert.labels);
  const annotations = objectOf(alert.annotations);
  const isResolved = alert.status === "resolved";
  const description = paragraphs(annotations.description, annotations.message, annotations.details);
  return {
    action: isResolved ? "resolve" : "trigger",
    dedupKey: keyOf(alert, labels, place),
    // An end that is not known, or lies before the beginning, orders nothing: then it ended when word of it came.
    at: isResolved ? endOf(alert) : timeOf(alert.startsAt),
    title: firstText(most.title, annotations.summary, annotations.title, labels.alertname) ?? "Alert without a name",
    description,
    severity: firstText(most.word, labels.severity, labels.priority, labels.level),
    service: serviceOf(labels),
    labels: labelsOf(labels),
    links: linksOf(
      { href: annotations.runbook_url ?? annotations.runbook, text: "Runbook" },
      { href: annotations.dashboard_url ?? annotations.dashboard, text: "Dashboard" },
      { href: alert.generatorURL, text: "The rule" },
      { href: group.externalUrl, text: "The sender" },
    ),
    errorLines: errorLinesOf(description),
    ref: null,
    by: null,
  };
}

function endOf({ startsAt, endsAt }: Json): Date | null {
  const [start, end] = [timeOf(startsAt), timeOf(endsAt)];
  return end && start && end < start ? null : end;
}

/** The fingerprint, which Prometheus computes of the labels; where a sender leaves it out, something else that is computed of them. */
function keyOf({ fingerprint }: Json, labels: Json, place: string): string {
  const given = textOf(fingerprint, LONGEST_KEY);
  if (given !== "") return dedupKeyOf(given);
  if (Object.keys(labels).length === 0)
    throw new Unreadable(`The field ${place} has neither a fingerprint nor labels: nothing tells it apart`);
  return digestOf(labels).slice(0, 32);
}
