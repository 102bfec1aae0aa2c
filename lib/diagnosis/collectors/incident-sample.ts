import { clock } from "@/lib/platform/clock";
import { connectionFailureOf, saysLocks, saysOutOfMemory } from "../connection-failure";
import { quoted } from "../excerpt";
import type { Finding } from "../facts";

type Figures = { health: number | null; metrics: unknown };

export type IncidentSample = {
  number: number;
  errorLines: string[];
  /** What was sampled when it opened; null when nothing was. */
  opening: (Figures & { at: Date }) | null;
  /** The newest it has heard of. `at` is null when it is not known when that was measured. */
  newest: Figures & { at: Date | null };
};

const SHOWN_LINES = 20;

/** What the incident itself brought along. Its lines may have been written by anybody: they support what is measured, and prove nothing alone. */
export function collectFromIncident({ number, errorLines, opening, newest }: IncidentSample): Finding {
  const shown = errorLines.slice(0, SHOWN_LINES).map((line) => `- ${quoted(line, 300)}`);
  const more = errorLines.length > SHOWN_LINES ? [`… and ${errorLines.length - SHOWN_LINES} more`] : [];
  const failures = [...new Set(errorLines.map(connectionFailureOf))].filter((failure) => failure !== "other");
  return {
    source: "sample",
    command: `incident #${number}: ${opening ? "what was sampled when it opened" : "as it is recorded"}, and its error_logs`,
    text: [
      ...(opening
        ? [`sampled when it opened, ${opening.at.toISOString()}`, ...linesOf(opening)]
        : withoutOpening(newest)),
      `error_logs (${errorLines.length}):`,
      ...shown,
      ...more,
    ].join("\n"),
    collectedAt: opening?.at ?? newest.at ?? clock.now(),
    outcome: "answered",
    facts: {
      sample: {
        // Later figures would be taken for those of the opening.
        health: opening?.health ?? null,
        failures,
        saysOutOfMemory: errorLines.some(saysOutOfMemory),
        saysLocks: errorLines.some(saysLocks) || waitingOnLocks(opening?.metrics),
      },
    },
  };
}

const linesOf = ({ health, metrics }: Figures): string[] => [
  `health ${health === null ? "not known" : health}`,
  `metrics ${JSON.stringify(metrics)}`,
];

function withoutOpening({ at, ...figures }: IncidentSample["newest"]): string[] {
  const none = "no sample is kept from when it opened";
  if (figures.health === null && Object.keys(Object(figures.metrics)).length === 0) return [none];
  return [`${none}; as last sampled, ${at?.toISOString() ?? "at a time that is not known"}`, ...linesOf(figures)];
}

// The name under which the Postgres probe records it.
const waitingOnLocks = (metrics: unknown): boolean =>
  typeof metrics === "object" &&
  metrics !== null &&
  "waiting_on_locks" in metrics &&
  Number(metrics.waiting_on_locks) > 0;
