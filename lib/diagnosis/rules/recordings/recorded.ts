import type { IncidentAlerts } from "@/lib/alerts/contract";
import type { Subject } from "../../facts";
import type { Fault } from "../../faults";
import type { Output, Recording } from "../../recording";

/** When everything was recorded: the time by which the recordings are to be judged. */
export const RECORDED_AT = new Date("2026-03-14T03:14:07.000Z");
export const secondsBefore = (seconds: number): Date => new Date(RECORDED_AT.getTime() - seconds * 1_000);

/**
 * What a rule is to make of a recording: name the root cause, see a hint that names none, reject it for what was measured, or have nothing
 * to say.
 */
export type Expected = "root" | "stands" | "hint" | "rejected" | "silent";
export type Recorded = { name: string; fault: Fault | null; expected: Expected; recording: Recording };

export type Answers = Record<string, unknown>;

/** Outputs with some answers in the place of others; `undefined` for a question that was not asked. */
export const recorded = (subject: Subject, usual: Answers, over: Answers): Recording => ({
  subject,
  outputs: Object.entries({ ...usual, ...over }).flatMap(([of, answer]): Output[] =>
    answer === undefined ? [] : [{ of, answer }],
  ),
});

export const info = (fields: Record<string, string | number>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}:${value}`)
    .join("\r\n");

export const probed = (health: number, over: { latencyMs?: number | null; errorLines?: string[] } = {}) => ({
  at: RECORDED_AT,
  health,
  latencyMs: over.errorLines ? null : 4.2,
  metrics: {},
  error: over.errorLines?.[0] ?? null,
  errorLines: [],
  ...over,
});

/** Alerts that fire, as the integrations' readers leave them. */
export const alertsOf = (
  title: string,
  labels: Record<string, string> = {},
  status: "firing" | "resolved" = "firing",
) =>
  ({
    signals: [
      {
        ...{ id: "s", integration: "i", source: "generic", dedup_key: "k", title, status, severity: "high" },
        ...{ changed_at: RECORDED_AT.toISOString(), alert_count: 1, flapping_since: null, settles_at: null },
        ...{ suppressed_until: null, url: null },
      },
    ],
    signals_total: { firing: Number(status === "firing"), resolved: Number(status === "resolved"), lost: 0 },
    lost_with: [],
    alerts: [
      {
        ...{ id: "a", integration: "i", source: "generic", action: "trigger", outcome: "opened", title, labels },
        ...{ description: "", severity: "high", service_name: "shop", dedup_key: "k", links: [] },
        ...{ at: RECORDED_AT.toISOString(), received_at: RECORDED_AT.toISOString() },
        ...{ incident_id: null, delivery_id: null },
      },
    ],
    total: 1,
  }) satisfies IncidentAlerts;
