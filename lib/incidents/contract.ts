import { z } from "zod";
import { DiagnosisView, SolutionView, ToldCause } from "../diagnosis/contract";
import { IsoTime, PageQuery, SentTime } from "../platform/contract";
import { AgentActionView, FixRecord } from "../remediation/contract";

export const IncidentStatus = z.enum(["triggered", "acknowledged", "resolved"]);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

export const Severity = z.enum(["critical", "high", "medium", "low"]);
export type Severity = z.infer<typeof Severity>;

/** From which states each verb is legal; the screen shows a button exactly when the server would take it. */
export const incidentTransitions = {
  acknowledge: ["triggered"],
  unacknowledge: ["acknowledged"],
  resolve: ["triggered", "acknowledged"],
  reopen: ["resolved"],
} as const satisfies Record<string, readonly IncidentStatus[]>;
export type IncidentVerb = keyof typeof incidentTransitions;
export const canIncident = (verb: IncidentVerb, status: IncidentStatus): boolean =>
  (incidentTransitions[verb] as readonly IncidentStatus[]).includes(status);

const text = (max: number) => z.string().trim().min(1).max(max);

export const CreateIncident = z.object({
  title: text(200),
  description: z.string().max(20_000).default(""),
  severity: Severity.default("medium"),
  service_name: text(100).optional(),
  affected_system: text(200).optional(),
  labels: z.record(z.string().max(100), z.string().max(500)).default({}),
});
export const UpdateIncident = z
  .object({
    title: text(200).optional(),
    description: z.string().max(20_000).optional(),
    severity: Severity.optional(),
    assignee: z.uuid().nullable().optional(),
    labels: z.record(z.string().max(100), z.string().max(500)).optional(),
  })
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    "Name at least one field to change",
  );
/** What a search (`q`, `label`) finds is counted up to here: its `total` is never more, and `has_next` is right all the same. */
export const MOST_COUNTED = 10_000;

export const ListIncidents = PageQuery.extend({
  /** One status, or `open` for everything that is not resolved. */
  status: z.union([IncidentStatus, z.literal("open")]).optional(),
  severity: Severity.optional(),
  service: z.string().max(100).optional(),
  q: z.string().trim().max(200).optional(),
  from: SentTime.optional(),
  to: SentTime.optional(),
  /** A member's id, `me`, or `nobody`. */
  assignee: z.union([z.uuid(), z.enum(["me", "nobody"])]).optional(),
  /** `team` for whatever has this label, `team=payments` for this value of it. */
  label: z.string().trim().min(1).max(601).optional(),
});
export const ResolveIncident = z.object({ resolution: text(2_000).default("Resolved by hand") });
export const ReopenIncident = z.object({ reason: text(2_000).default("Reopened by hand") });
export const AddNote = z.object({ text: text(10_000) });
export const RelatedQuery = z.object({ limit: z.coerce.number().int().min(1).max(50).default(5) });

/** An incident without the parts that other rooms add: what a list shows. */
export const IncidentSummary = z
  .object({
    id: z.string(),
    number: z.number(),
    title: z.string(),
    description: z.string(),
    status: IncidentStatus,
    severity: Severity,
    service_id: z.string().nullable(),
    service_name: z.string().nullable(),
    affected_system: z.string(),
    alert_source: z.string(),
    dedup_key: z.string(),
    error_logs: z.array(z.string()),
    metrics_snapshot: z.record(z.string(), z.unknown()).describe("The newest figures that it has heard of."),
    metrics_sampled_at: IsoTime.nullable().describe("When those were measured; null when that is not known."),
    health: z.number().nullable().describe("The newest, too: of an incident that recovered, how it was then."),
    labels: z.record(z.string(), z.string()),
    assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
    created_at: IsoTime,
    acknowledged_at: IsoTime.nullable(),
    acknowledged_by: z.string().nullable(),
    resolved_at: IsoTime.nullable(),
    resolved_by: z.string().nullable(),
    resolution: z.string().nullable(),
    escalation: z
      .string()
      .nullable()
      .describe("Set when automation could not finish and gave the incident back to people."),
    alert_count: z.number().describe("How many samples and alerts joined it."),
    quiet_ms: z
      .number()
      .describe(
        "For how long it was known to be quiet before: between two breaks of what flaps, or before it was reopened. It was broken for the rest of the time.",
      ),
    quiet_since: IsoTime.nullable().describe(
      "Since when all that reported it says that it is over, while it is still open because it flaps, or until it was resolved.",
    ),
    kept_open_by: z
      .string()
      .nullable()
      .describe(
        "Who opened it again, as long as its trouble was not measured since: two good samples do not resolve it until then.",
      ),
  })
  .meta({ id: "IncidentSummary" });
export type IncidentSummary = z.infer<typeof IncidentSummary>;

export const IncidentView = IncidentSummary.extend({
  opening_sample: z
    .object({ sampled_at: IsoTime, health: z.number().nullable(), metrics: z.record(z.string(), z.unknown()) })
    .nullable()
    .describe(
      "What was sampled when it first opened: it stays as it was, also when it is opened again. Null when nothing was sampled then.",
    ),
  diagnosis: DiagnosisView.nullable(),
  solution: SolutionView.nullable(),
  agent_actions: z.array(AgentActionView),
  told_causes: z
    .array(ToldCause)
    .describe("What people said was really wrong with earlier ones like this, the newest first."),
  has_remedy: z
    .boolean()
    .nullable()
    .describe("Whether there is any action against what the diagnosis found; null while nothing is found."),
  fix_records: z.array(FixRecord).describe("What has helped against this fault here, what helps most surely first."),
}).meta({ id: "Incident" });
export type IncidentView = z.infer<typeof IncidentView>;

export const TimelineKind = z
  .enum([
    "opened",
    "joined",
    "acknowledged",
    "unacknowledged",
    "resolved",
    "reopened",
    "changed",
    "note",
    "diagnosis",
    "solution",
    "proposal",
    "decision",
    "execution",
    "escalated",
    "feedback",
  ])
  .meta({ id: "TimelineKind" });
export type TimelineKind = z.infer<typeof TimelineKind>;

export const TimelineEntryView = z
  .object({
    id: z.string(),
    at: IsoTime,
    kind: TimelineKind,
    actor: z.object({ kind: z.string(), name: z.string() }),
    text: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "TimelineEntry" });
export type TimelineEntryView = z.infer<typeof TimelineEntryView>;

export const RelatedIncident = IncidentSummary.extend({ reason: z.string() }).meta({ id: "RelatedIncident" });
export type RelatedIncident = z.infer<typeof RelatedIncident>;
