import { randomUUID } from "node:crypto";
import { jsonSample, type Occasion, type Sample } from "../occasion";
import { signatureOf } from "../signature";

const priorities = { critical: "P1", high: "P2", medium: "P3", low: "P4" };

const reference = (kind: string, id: string, summary: string) => ({
  html_url: `https://example.pagerduty.com/${kind}s/${id}`,
  id,
  self: `https://api.pagerduty.com/${kind}s/${id}`,
  summary,
  type: `${kind}_reference`,
});

/** `incident.triggered` or `incident.resolved`, with every field that PagerDuty documents. */
export function pagerdutySample(occasion: Occasion): Sample {
  const { state, title, description, service, severity, dedupKey, at, startedAt = at, secret } = occasion;
  const isFiring = state === "firing";
  const event = {
    id: randomUUID(),
    event_type: isFiring ? "incident.triggered" : "incident.resolved",
    resource_type: "incident",
    occurred_at: at.toISOString(),
    agent: isFiring ? reference("service", "PSERVIC", service) : reference("user", "PUSERID", "Sample Responder"),
    client: null,
    data: {
      id: dedupKey,
      type: "incident",
      self: `https://api.pagerduty.com/incidents/${encodeURIComponent(dedupKey)}`,
      html_url: `https://example.pagerduty.com/incidents/${encodeURIComponent(dedupKey)}`,
      number: 1,
      status: isFiring ? "triggered" : "resolved",
      incident_key: dedupKey,
      created_at: startedAt.toISOString(),
      title,
      ...(description === undefined ? {} : { body: { type: "incident_body", details: description } }),
      service: reference("service", "PSERVIC", service),
      assignees: isFiring ? [reference("user", "PUSERID", "Sample Responder")] : [],
      escalation_policy: reference("escalation_policy", "PPOLICY", "Default"),
      teams: [],
      priority: reference("priority", "PPRIORI", priorities[severity]),
      urgency: severity === "critical" || severity === "high" ? "high" : "low",
      conference_bridge: null,
      resolve_reason: null,
      incident_type: { name: "incident_default" },
    },
  };
  const sample = jsonSample({ event }, { "x-webhook-id": randomUUID(), "x-webhook-subscription": "PSUBSCR" });
  if (secret !== undefined) sample.headers["x-pagerduty-signature"] = signatureOf(secret, sample.body);
  return sample;
}
