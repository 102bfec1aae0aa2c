import { jsonSample, type Occasion, type Sample } from "../occasion";

const severities = { critical: "critical", high: "error", medium: "warning", low: "info" };

/** An event for `/v2/enqueue`; its routing key is all that proves it. */
export function eventsV2Sample(occasion: Occasion): Sample {
  const { state, title, description, service, severity, dedupKey, at, secret } = occasion;
  const about = { routing_key: secret, dedup_key: dedupKey };
  if (state === "resolved") return jsonSample({ ...about, event_action: "resolve" });
  return jsonSample({
    ...about,
    event_action: "trigger",
    client: "Sample monitor",
    client_url: "https://monitor.example.com",
    payload: {
      summary: title,
      source: service,
      severity: severities[severity],
      timestamp: at.toISOString(),
      component: "sample",
      group: "production",
      class: "sample",
      custom_details: { message: description ?? title },
    },
    links: [{ href: "https://monitor.example.com/runbook", text: "Runbook" }],
    images: [],
  });
}
