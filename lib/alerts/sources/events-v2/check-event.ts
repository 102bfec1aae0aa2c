import { randomUUID } from "node:crypto";
import { isObject, type Json } from "../read-json";
import { dedupKeyOf, most } from "../texts";

export type CheckedEvent = { ok: true; dedupKey: string } | { ok: false; errors: string[] };

const ACTIONS = ["trigger", "acknowledge", "resolve"];
const SEVERITIES = ["critical", "error", "warning", "info"];

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const among = (words: string[]): string => words.map((word) => `'${word}'`).join(", ");

/**
 * Whether an event is one that PagerDuty's Events API v2 would take (https://developer.pagerduty.com/docs/send-alert-event), and the key
 * that tells it apart: its own, as it can be stored, or a new one for a trigger without. Texts that are too long are no reason to refuse
 * an alert; they are cut when it is read.
 */
export function checkEvent(event: Json): CheckedEvent {
  const { routing_key, event_action, dedup_key, payload } = event;
  const errors: string[] = [];
  if (!isText(routing_key)) errors.push("'routing_key' is missing or blank");
  if (!isText(event_action)) errors.push("'event_action' is missing or blank");
  else if (!ACTIONS.includes(event_action)) errors.push(`'event_action' must be one of ${among(ACTIONS)}`);
  if (dedup_key !== undefined && dedup_key !== null && typeof dedup_key !== "string")
    errors.push("'dedup_key' must be a text");
  else if (isText(dedup_key) && dedup_key.length > most.dedupKey)
    errors.push(`'dedup_key' is longer than ${most.dedupKey} characters`);
  else if (!isText(dedup_key) && (event_action === "acknowledge" || event_action === "resolve"))
    errors.push("'dedup_key' is missing or blank");
  if (event_action === "trigger") errors.push(...errorsOfPayload(payload));
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, dedupKey: isText(dedup_key) ? dedupKeyOf(dedup_key) : randomUUID().replaceAll("-", "") };
}

function errorsOfPayload(payload: unknown): string[] {
  if (!isObject(payload)) return ["'payload' is missing or blank"];
  const errors = ["summary", "source"]
    .filter((name) => !isText(payload[name]))
    .map((name) => `'payload.${name}' is missing or blank`);
  if (!isText(payload.severity)) errors.push("'payload.severity' is missing or blank");
  else if (!SEVERITIES.includes(payload.severity))
    errors.push(`'payload.severity' must be one of ${among(SEVERITIES)}`);
  return errors;
}
