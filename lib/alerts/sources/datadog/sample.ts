import { randomInt } from "node:crypto";
import { bearer, jsonSample, type Occasion, type Sample } from "../occasion";
import { template } from "./template";

const priorities = { critical: "P1", high: "P2", medium: "P3", low: "P4" };

/** Our template, filled in as Datadog does. */
export function datadogSample(occasion: Occasion): Sample {
  const { state, title, description, service, severity, dedupKey, at, startedAt = at, secret } = occasion;
  const isFiring = state === "firing";
  const transition = isFiring ? "Triggered" : "Recovered";
  const values: Record<string, string> = {
    ID: String(randomInt(1e12, 9e12)),
    ALERT_TRANSITION: transition,
    AGGREG_KEY: dedupKey,
    ALERT_CYCLE_KEY: String(startedAt.getTime()),
    EVENT_TITLE: `[${transition}] ${title}`,
    ALERT_TITLE: title,
    EVENT_MSG: `%%%\n${description ?? title}\n\n@webhook-nightshift\n%%%`,
    ALERT_PRIORITY: priorities[severity],
    ALERT_TYPE: isFiring ? "error" : "success",
    ALERT_ID: "1234",
    ALERT_SCOPE: `service:${service}`,
    ALERT_STATUS: `avg(last_5m) over service:${service} was ${isFiring ? "" : "not "}above the threshold`,
    ALERT_METRIC: "trace.http.request.errors",
    ALERT_QUERY: `avg(last_5m):avg:trace.http.request.errors{service:${service}} > 80`,
    HOSTNAME: `${service}-1`,
    TAGS: `env:production, service:${service}`,
    LINK: "https://app.datadoghq.com/event/event?id=1234",
    SNAPSHOT: "null",
    DATE: String(at.getTime()),
    LAST_UPDATED: String(at.getTime()),
  };
  const fields: Record<string, string> = JSON.parse(template);
  const filled = Object.entries(fields).map(([name, text]) => [
    name,
    text.replace(/\$([A-Z_]+)/g, (whole, variable: string) => values[variable] ?? whole),
  ]);
  return jsonSample(Object.fromEntries(filled), bearer(secret));
}
