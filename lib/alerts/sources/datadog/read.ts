import type { Alert } from "../../alert";
import { type Arrived, type Reading, Unreadable } from "../source";
import { dedupKeyOf, errorLinesOf, firstText, labelsOf, linksOf, most, paragraphs, textOf } from "../texts";
import { timeOrEpochOf } from "../times";
import { fieldsOf } from "./fields";

/** What a payload made by our template says. Each cycle of a monitor has a key of its own, which its recovery ends for good. */
export function read({ body }: Arrived): Reading {
  const field = fieldsOf(body);
  const transition = field("transition");
  const message = plain(field("message") ?? "");
  const tags = tagsIn([field("tags"), field("alert_scope")].filter((text) => text !== null).join(","));
  const isResolved = transition === null ? field("alert_type") === "success" : /recover|resolved/i.test(transition);
  const alert: Alert = {
    action: isResolved ? "resolve" : "trigger",
    dedupKey: dedupKeyOf(keyIn(field)),
    at: timeOrEpochOf(field("date")) ?? timeOrEpochOf(field("last_updated")),
    title: firstText(most.title, field("alert_title"), field("title")) ?? "Datadog alert without a title",
    description: paragraphs(message, field("alert_status")),
    severity: firstText(most.word, severityIn(field)),
    service: firstText(most.service, tags.service, field("hostname"), tags.host, tags.name),
    labels: labelsOf(
      {
        transition,
        alert_id: field("alert_id"),
        metric: field("metric"),
        query: field("query"),
        host: field("hostname"),
      },
      tags,
    ),
    links: linksOf(
      { href: field("link"), text: "In Datadog" },
      { href: field("snapshot"), text: "Picture of the graph" },
    ),
    errorLines: errorLinesOf(message),
    ref: null,
    by: null,
  };
  return { eventType: textOf(transition ?? "event", most.eventType), alerts: [alert] };
}

type Field = (name: string) => string | null;

function keyIn(field: Field): string {
  const key = field("dedup_key");
  // Both halves are empty for what no monitor sent.
  if (key !== null && key !== "-" && !key.includes("$")) return key;
  const [monitor, scope] = [field("alert_id"), field("alert_scope")];
  if (monitor === null)
    throw new Unreadable("The field dedup_key is missing; paste the template as the payload of the webhook");
  return `${monitor}:${scope ?? ""}`;
}

/** The priority that people gave to the monitor, where they gave one; else Datadog's own word for this notification. */
function severityIn(field: Field): string | null {
  const priority = field("priority");
  return priority !== null && /^p[1-5]$/i.test(priority) ? priority : field("alert_type");
}

/** `service:checkout, env:prod, urgent` by name; those without a value are gathered under `tags`. */
function tagsIn(text: string): Record<string, string> {
  const tags = new Map<string, string>();
  const bare = new Set<string>();
  for (const tag of text.split(",", 500).map((each) => each.trim())) {
    const colon = tag.indexOf(":");
    if (colon > 0) tags.set(tag.slice(0, colon), tag.slice(colon + 1));
    else if (tag !== "") bare.add(tag);
  }
  return Object.fromEntries([...tags, ...(bare.size > 0 ? [["tags", [...bare].join(", ")] as const] : [])]);
}

/** A message without the marks between which Datadog reads Markdown. */
const plain = (message: string): string => message.replace(/^%%%|%%%[^\S\n]*$/gm, "").trim();
