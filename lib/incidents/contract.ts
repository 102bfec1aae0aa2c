import { z } from "zod";
import type { DiagnosisView, SolutionView } from "../diagnosis/contract";
import { type IsoTime, PageQuery } from "../platform/contract";
import type { AgentActionView } from "../remediation/contract";

export const IncidentStatus = z.enum(["triggered", "acknowledged", "resolved"]);
export type IncidentStatus = z.infer<typeof IncidentStatus>;

export const Severity = z.enum(["critical", "high", "medium", "low"]);
export type Severity = z.infer<typeof Severity>;

/** From which states each verb is legal; the screen shows a button exactly when the server would take it. */
export const incidentTransitions = {
  acknowledge: ["triggered"],
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
export const ListIncidents = PageQuery.extend({
  /** One status, or `open` for everything that is not resolved. */
  status: z.union([IncidentStatus, z.literal("open")]).optional(),
  severity: Severity.optional(),
  service: z.string().max(100).optional(),
  q: z.string().trim().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export const ResolveIncident = z.object({ resolution: text(2_000).default("Resolved by hand") });
export const ReopenIncident = z.object({ reason: text(2_000).default("Reopened by hand") });
export const AddNote = z.object({ text: text(10_000) });
export const RelatedQuery = z.object({ limit: z.coerce.number().int().min(1).max(50).default(5) });

/** An incident without the parts that other rooms add: what a list shows. */
export type IncidentSummary = {
  id: string;
  number: number;
  title: string;
  description: string;
  status: IncidentStatus;
  severity: Severity;
  service_id: string | null;
  service_name: string | null;
  affected_system: string;
  alert_source: string;
  dedup_key: string;
  error_logs: string[];
  metrics_snapshot: Record<string, unknown>;
  health: number | null;
  labels: Record<string, string>;
  assignee: { id: string; name: string } | null;
  created_at: IsoTime;
  acknowledged_at: IsoTime | null;
  acknowledged_by: string | null;
  resolved_at: IsoTime | null;
  resolved_by: string | null;
  resolution: string | null;
  /** Set when automation could not finish and gave the incident back to people. */
  escalation: string | null;
  /** How many samples and alerts joined it. */
  alert_count: number;
};

export type IncidentView = IncidentSummary & {
  diagnosis: DiagnosisView | null;
  solution: SolutionView | null;
  agent_actions: AgentActionView[];
};

export type TimelineKind =
  | "opened"
  | "joined"
  | "acknowledged"
  | "resolved"
  | "reopened"
  | "changed"
  | "note"
  | "diagnosis"
  | "solution"
  | "proposal"
  | "decision"
  | "execution"
  | "escalated";

export type TimelineEntryView = {
  id: string;
  at: IsoTime;
  kind: TimelineKind;
  actor: { kind: string; name: string };
  text: string;
  data: Record<string, unknown>;
};

export type RelatedIncident = IncidentSummary & { reason: string };
