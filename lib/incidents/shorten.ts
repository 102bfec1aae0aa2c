import type { IncidentSummary } from "./contract";

// Twenty of these are a page of less than 100 KB.
const MOST_BYTES = 4_800;
const MOST_LINES = 3;
const MOST_LABELS = 10;

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
/** By bytes and not by letters, of which one takes up to four, and what JSON escapes up to six. */
function cut(text: string, most: number): string {
  if (bytes(text) <= most) return text;
  let short = [...text.slice(0, most)];
  while (bytes(short.join("")) > most - 3) short = short.slice(0, Math.floor(short.length * 0.8));
  return `${short.join("")}…`;
}

const ways: ((incident: IncidentSummary) => Partial<IncidentSummary>)[] = [
  ({ description }) => ({ description: cut(description, 600) }),
  ({ error_logs }) => ({ error_logs: error_logs.slice(0, MOST_LINES).map((line) => cut(line, 300)) }),
  ({ resolution, escalation }) => ({
    resolution: resolution && cut(resolution, 300),
    escalation: escalation && cut(escalation, 300),
  }),
  ({ metrics_snapshot }) => (bytes(metrics_snapshot) > 600 ? { metrics_snapshot: {} } : {}),
  ({ labels }) => ({
    labels: Object.fromEntries(
      Object.entries(labels)
        .slice(0, MOST_LABELS)
        .map(([name, value]) => [cut(name, 60), cut(value, 60)]),
    ),
  }),
  ({ title, affected_system, dedup_key, service_name, acknowledged_by, resolved_by }) => ({
    title: cut(title, 250),
    affected_system: cut(affected_system, 100),
    dedup_key: cut(dedup_key, 200),
    service_name: service_name && cut(service_name, 100),
    acknowledged_by: acknowledged_by && cut(acknowledged_by, 100),
    resolved_by: resolved_by && cut(resolved_by, 100),
  }),
];

/** An incident as a list shows it: as it is when it is short, else with its longest parts cut, one after the other until it fits. */
export function shortened(incident: IncidentSummary): IncidentSummary {
  let short = incident;
  for (const way of ways) {
    if (bytes(short) <= MOST_BYTES) return short;
    short = { ...short, ...way(short) };
  }
  return short;
}
