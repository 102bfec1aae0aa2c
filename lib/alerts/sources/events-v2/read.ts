import { createHash } from "node:crypto";
import type { Alert } from "../../alert";
import type { AlertAction } from "../../contract";
import { isObject, type Json, listOf, objectOf, readJson } from "../read-json";
import { type Arrived, type Reading, Unreadable } from "../source";
import { dedupKeyOf, errorLinesOf, firstText, labelsOf, linksOf, most, paragraphs, textOf } from "../texts";
import { checkEvent } from "./check-event";
import { DEDUP_KEY_HEADER } from "./dedup-key-header";

/** What an event says. Its time is that of its arrival, as at PagerDuty: `timestamp` is the sender's to show, not to order by. */
export function read(arrived: Arrived): Reading {
  const event = readJson(arrived.body);
  const checked = checkEvent(event);
  if (!checked.ok) throw new Unreadable(checked.errors.join("; "));
  const action = event.event_action as AlertAction;
  const payload = action === "trigger" ? objectOf(event.payload) : {};
  const dedupKey = keyOf(event, arrived);
  const details = payload.custom_details;
  const description = paragraphs(
    typeof details === "string" ? details : "",
    textOf(payload.timestamp, most.word) && `At the sender it happened at ${textOf(payload.timestamp, most.word)}`,
  );
  const alert: Alert = {
    action,
    dedupKey,
    at: null,
    title: firstText(most.title, payload.summary) ?? dedupKey.slice(0, most.title),
    description,
    severity: firstText(most.word, payload.severity),
    // `source` is the thing that is affected. `component` is a part of it, and many things have a part called mysql.
    service: firstText(most.service, payload.source),
    labels: labelsOf(
      {
        source: payload.source,
        component: payload.component,
        group: payload.group,
        class: payload.class,
        client: event.client,
        timestamp: payload.timestamp,
      },
      flat(details),
    ),
    links: linksOf(
      ...listOf(event.links).map((link) => ({ href: objectOf(link).href, text: objectOf(link).text })),
      ...listOf(event.images).map((image) => ({
        href: objectOf(image).href ?? objectOf(image).src,
        text: firstText(most.linkText, objectOf(image).alt) ?? "Image",
      })),
      { href: event.client_url, text: firstText(most.linkText, event.client) ?? "Client" },
    ),
    errorLines: errorLinesOf(
      [payload.summary, ...textsIn(details)].filter((text) => typeof text === "string").join("\n"),
    ),
    ref: null,
    by: action === "trigger" ? null : firstText(most.person, event.client),
  };
  return { eventType: action, alerts: [alert] };
}

/** The same at every reading of the same delivery, also of one that did not come by the inbox's own address for events. */
function keyOf({ dedup_key }: Json, { headers, body, receivedAt }: Arrived): string {
  if (typeof dedup_key === "string" && dedup_key.trim() !== "") return dedupKeyOf(dedup_key);
  const made = headers[DEDUP_KEY_HEADER]?.trim();
  if (made) return dedupKeyOf(made);
  return createHash("sha256").update(receivedAt.toISOString()).update(body).digest("hex").slice(0, 32);
}

/** Nested details by their paths: `{db: {pool: 5}}` as `db.pool`. No deeper than two levels; what lies below is written as JSON. */
function flat(details: unknown): Json {
  if (!isObject(details)) return {};
  return Object.fromEntries(
    Object.entries(details)
      .slice(0, most.labels)
      .flatMap(([name, value]) =>
        isObject(value)
          ? Object.entries(value)
              .slice(0, most.labels)
              .map(([inner, each]) => [`${name}.${inner}`, each] as const)
          : [[name, value] as const],
      ),
  );
}

const textsIn = (details: unknown): unknown[] => (isObject(details) ? Object.values(flat(details)) : [details]);
