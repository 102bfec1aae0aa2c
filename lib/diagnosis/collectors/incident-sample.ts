import { connectionFailureOf, saysLocks, saysOutOfMemory } from "../connection-failure";
import { quoted } from "../excerpt";
import type { Finding } from "../facts";

export type IncidentSample = {
  number: number;
  createdAt: Date;
  health: number | null;
  errorLines: string[];
  metrics: unknown;
};

const SHOWN_LINES = 20;

/** What the incident itself brought along. Its lines may have been written by anybody: they support what is measured, and prove nothing alone. */
export function collectFromIncident(incident: IncidentSample): Finding {
  const { errorLines } = incident;
  const shown = errorLines.slice(0, SHOWN_LINES).map((line) => `- ${quoted(line, 300)}`);
  const more = errorLines.length > SHOWN_LINES ? [`… and ${errorLines.length - SHOWN_LINES} more`] : [];
  const failures = [...new Set(errorLines.map(connectionFailureOf))].filter((failure) => failure !== "other");
  return {
    source: "sample",
    command: `incident #${incident.number}: health, error_logs and metrics_snapshot as recorded`,
    text: [
      `health ${incident.health === null ? "not known" : incident.health}`,
      `error_logs (${errorLines.length}):`,
      ...shown,
      ...more,
      `metrics_snapshot ${JSON.stringify(incident.metrics)}`,
    ].join("\n"),
    collectedAt: incident.createdAt,
    outcome: "answered",
    facts: {
      sample: {
        health: incident.health,
        failures,
        saysOutOfMemory: errorLines.some(saysOutOfMemory),
        saysLocks: errorLines.some(saysLocks) || waitingOnLocks(incident.metrics),
      },
    },
  };
}

// The name under which the Postgres probe records it.
const waitingOnLocks = (metrics: unknown): boolean =>
  typeof metrics === "object" &&
  metrics !== null &&
  "waiting_on_locks" in metrics &&
  Number(metrics.waiting_on_locks) > 0;
