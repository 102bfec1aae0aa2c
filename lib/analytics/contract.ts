import { z } from "zod";
import { IncidentStatus, Severity, TimelineKind } from "../incidents/contract";
import { ServiceStatus } from "../monitoring/contract";
import { IsoTime } from "../platform/contract";
import { FixRecord } from "../remediation/contract";

const MOST_HOURS = 366 * 24;

/** The hours of a period: `24h` is 24, `7d` is 168. */
export const hoursOf = (period: string): number => Number.parseInt(period, 10) * (period.endsWith("d") ? 24 : 1);

/** How far back: hours or days, at most 366 days. */
export const Period = z
  .string()
  .regex(/^[1-9]\d{0,3}[hd]$/, "Write a period as 24h, 7d or 90d")
  .refine((period) => hoursOf(period) <= MOST_HOURS, "At most 366 days");

/** Whether the runtime knows the zone. Offsets (`+02:00`), which it may know too, are no names. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export const TimeZone = z.string().refine(isTimeZone, "Name a time zone as Europe/Berlin, America/New_York or UTC");

export const DashboardQuery = z.object({ period: Period.default("24h") });
export const TrendQuery = DashboardQuery.extend({
  /** IANA name: hours, days and weeks begin by this zone's clocks. */
  tz: TimeZone.default("UTC"),
});
export const TopServicesQuery = DashboardQuery.extend({ limit: z.coerce.number().int().min(1).max(50).default(5) });
export const ActivityQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  before: z
    .string()
    .regex(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      "Send the next_before of the answer before",
    )
    .refine((cursor) => !Number.isNaN(Date.parse(cursor.slice(0, 24))), "Send the next_before of the answer before")
    .optional(),
});

const count = z.number().int().min(0);

/** A share together with what it was computed from. */
export const Share = z
  .object({
    numerator: count,
    denominator: count,
    share: z.number().min(0).max(1).nullable().describe("Null when there is nothing to take a share of"),
  })
  .meta({ id: "Share" });
export type Share = z.infer<typeof Share>;

/** Lengths of time over a set of incidents. */
export const Spans = z
  .object({
    count: count.describe("How many incidents the figures rest on"),
    median_ms: z.number().nullable().describe("Null, and not 0, when there are none"),
    p90_ms: z.number().nullable(),
    mean_ms: z.number().nullable(),
  })
  .meta({ id: "Spans" });
export type Spans = z.infer<typeof Spans>;

const window = { period: z.string(), from: IsoTime, as_of: IsoTime };

const bySeverity = <T extends z.ZodType>(schema: T) =>
  z.object({ critical: schema, high: schema, medium: schema, low: schema });

export const DashboardStats = z
  .object({
    ...window,
    open: z.object({
      total: count,
      triggered: count,
      acknowledged: count,
      by_severity: bySeverity(count),
      unassigned: count,
      escalated: count.describe("Given back to people by automation"),
      oldest_opened_at: IsoTime.nullable(),
    }),
    services: z.object({ total: count, healthy: count, degraded: count, down: count, unknown: count }),
    waiting_proposals: count.describe("Fixes that wait for a decision"),
    running_executions: count,
    opened: count.describe("Opened in the period"),
    opened_before: count.describe("Opened in the period of the same length before it"),
    resolved: count.describe("Resolved in the period, and not reopened since"),
    resolved_before: count,
    time_to_acknowledge: Spans,
    time_to_resolve: Spans,
    fixed_by_nightshift: Share.describe(
      "Of the incidents resolved in the period: by a fix that was executed and verified",
    ),
  })
  .meta({ id: "DashboardStats" });
export type DashboardStats = z.infer<typeof DashboardStats>;

export const IncidentTrend = z
  .object({
    ...window,
    tz: z.string(),
    bucket: z.enum(["quarter_hour", "hour", "day", "week"]).describe("Chosen by the length of the period"),
    buckets: z
      .array(z.object({ start: IsoTime, end: IsoTime, opened: count, resolved: count }))
      .describe("Oldest first, empty ones included; the last one is still running"),
    opened: count,
    resolved: count.describe("Those that were reopened since are not resolved"),
  })
  .meta({ id: "IncidentTrend" });
export type IncidentTrend = z.infer<typeof IncidentTrend>;

export const ResolutionTimes = z
  .object({
    ...window,
    time_to_resolve: Spans.describe("From opening to resolution, of the incidents resolved in the period"),
    time_to_acknowledge: Spans.describe("From opening to acknowledgement, of the incidents acknowledged in the period"),
    by_severity: bySeverity(z.object({ time_to_resolve: Spans, time_to_acknowledge: Spans })),
  })
  .meta({ id: "ResolutionTimes" });
export type ResolutionTimes = z.infer<typeof ResolutionTimes>;

export const AutomationMetrics = z
  .object({
    ...window,
    fixed_by_nightshift: Share.describe(
      "Of the incidents resolved in the period: by a fix that was executed and verified",
    ),
    proposed: Share.describe("Of the incidents opened in the period: those for which a fix was proposed"),
    approved: Share.describe("Of the proposals made in the period: approved"),
    rejected: Share.describe("Of the proposals made in the period: rejected, or changes were requested"),
    undecided: Share.describe("Of the proposals made in the period: waiting, expired or superseded"),
    succeeded: Share.describe("Of the executions that ended in the period: verified"),
    rolled_back: Share.describe("Of the executions that ended in the period: undone after verification failed"),
    failed: Share.describe("Of the executions that ended in the period: failed"),
    cancelled: Share.describe(
      "Of the executions that ended in the period: cancelled by a person, or not run because the service had recovered",
    ),
    unknown_now: count.describe("Executions whose worker died and whose target is being looked at, now"),
  })
  .meta({ id: "AutomationMetrics" });
export type AutomationMetrics = z.infer<typeof AutomationMetrics>;

export const ActivityEntry = z
  .object({
    id: z.string(),
    at: IsoTime,
    kind: TimelineKind,
    actor: z.object({ kind: z.string(), name: z.string() }),
    text: z.string().describe("Cut after 500 characters"),
    incident: z.object({
      id: z.string(),
      number: z.number().int(),
      title: z.string(),
      status: IncidentStatus,
      severity: Severity,
      service_name: z.string().nullable(),
    }),
  })
  .meta({ id: "ActivityEntry" });
export type ActivityEntry = z.infer<typeof ActivityEntry>;

export const ActivityFeed = z
  .object({
    items: z.array(ActivityEntry).describe("Newest first"),
    next_before: z.string().nullable().describe("Send it as `before` for what came earlier; null at the end"),
  })
  .meta({ id: "ActivityFeed" });
export type ActivityFeed = z.infer<typeof ActivityFeed>;

export const TopServices = z
  .object({
    ...window,
    items: z
      .array(
        z.object({
          service_name: z.string(),
          opened: count,
          critical_or_high: count.describe("Of those opened"),
          open_now: count,
          time_to_resolve: Spans.describe("Of the incidents resolved in the period"),
          status: ServiceStatus.nullable().describe("Null when no service of this name is watched"),
          health: z.number().nullable(),
        }),
      )
      .describe("The services with the most incidents opened in the period, most first"),
  })
  .meta({ id: "TopServices" });
export type TopServices = z.infer<typeof TopServices>;

export const SeverityDistribution = z
  .object({
    ...window,
    items: z
      .array(
        z.object({ severity: Severity, opened: count, open_now: count, share: z.number().min(0).max(1).nullable() }),
      )
      .describe("All four, the worst first; `share` is of those opened in the period"),
    opened: count,
    open_now: count,
  })
  .meta({ id: "SeverityDistribution" });
export type SeverityDistribution = z.infer<typeof SeverityDistribution>;

export const LearningQuery = z.object({ period: Period.default("30d") });

export const LearningMetrics = z
  .object({
    ...window,
    engines: z.array(
      z.object({
        engine: z.enum(["rules", "claude"]),
        completed: count.describe("With a cause, or with none because nothing was wrong"),
        inconclusive: count,
        failed: count,
        helpful: count.describe("Words of people, not diagnoses"),
        wrong: count,
        duration: Spans.describe("From its start to its end, of those that were not failed"),
      }),
    ),
    time_to_diagnosis: Spans.describe("From the opening of an incident to its first diagnosis with a cause"),
    fixes: z
      .array(FixRecord)
      .describe("What was tried against which fault in the period, what helps most surely first"),
    cost: z.object({
      usd: z.number(),
      input_tokens: count,
      output_tokens: count,
      answers: count,
      incidents: count,
    }),
  })
  .meta({ id: "LearningMetrics" });
export type LearningMetrics = z.infer<typeof LearningMetrics>;
