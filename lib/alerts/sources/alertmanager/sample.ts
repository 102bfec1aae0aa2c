import { bearer, jsonSample, type Occasion, type Sample } from "../occasion";

const words = { critical: "critical", high: "error", medium: "warning", low: "info" };
/** How Go writes a time that is not known yet. */
const NEVER = "0001-01-01T00:00:00Z";

/** The fields of a notification of version 4, for one alert. */
export function notificationOf(occasion: Occasion) {
  const { state, title, description, service, severity, dedupKey, at, startedAt = at } = occasion;
  const labels = { alertname: title, severity: words[severity], service, instance: `${service}:9100` };
  const annotations = { summary: title, description: description ?? title };
  return {
    version: "4",
    groupKey: `{}:{service="${service}"}`,
    truncatedAlerts: 0,
    status: state,
    receiver: "nightshift",
    groupLabels: { service },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: "http://alertmanager.example.com:9093",
    alerts: [
      {
        status: state,
        labels,
        annotations,
        startsAt: startedAt.toISOString(),
        endsAt: state === "resolved" ? at.toISOString() : NEVER,
        generatorURL: "http://prometheus.example.com:9090/graph?g0.expr=up&g0.tab=1",
        fingerprint: dedupKey,
      },
    ],
  };
}

export const alertmanagerSample = (occasion: Occasion): Sample =>
  jsonSample(notificationOf(occasion), bearer(occasion.secret));
