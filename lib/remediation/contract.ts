import { z } from "zod";
import type { IsoTime } from "../platform/contract";

export const Risk = z.enum(["low", "medium", "high", "critical"]);
export type Risk = z.infer<typeof Risk>;

export const ProposalState = z.enum(["proposed", "approved", "rejected", "changes_requested", "expired", "superseded"]);
export type ProposalState = z.infer<typeof ProposalState>;

export const ExecutionState = z.enum([
  "queued",
  "running",
  "verifying",
  "succeeded",
  "failed",
  "unknown",
  "cancelled",
  "rolled_back",
]);
export type ExecutionState = z.infer<typeof ExecutionState>;
export const finalStates = [
  "succeeded",
  "failed",
  "cancelled",
  "rolled_back",
] as const satisfies readonly ExecutionState[];
export const isFinal = (state: ExecutionState): boolean => (finalStates as readonly ExecutionState[]).includes(state);

export const proposalTransitions = {
  approve: ["proposed"],
  reject: ["proposed"],
  requestChanges: ["proposed"],
} as const satisfies Record<string, readonly ProposalState[]>;
export type ProposalVerb = keyof typeof proposalTransitions;
export const canProposal = (verb: ProposalVerb, state: ProposalState): boolean =>
  (proposalTransitions[verb] as readonly ProposalState[]).includes(state);
export const canCancel = (state: ExecutionState): boolean =>
  state === "queued" || state === "running" || state === "verifying";

export const Phase = z.enum([
  "thinking",
  "command",
  "executing",
  "result",
  "verifying",
  "verification",
  "complete",
  "error",
]);
export type Phase = z.infer<typeof Phase>;

export const ApproveProposal = z.object({
  content_hash: z.string().regex(/^[0-9a-f]{64}$/, "Send the content_hash that the proposal shows"),
});
export const RejectProposal = z.object({ reason: z.string().trim().min(1).max(2_000) });
export const RequestChanges = z.object({
  comment: z.string().trim().min(1).max(2_000),
  /** New arguments for the same action; checked by the action's own schema. */
  params: z.record(z.string(), z.unknown()).optional(),
});
export const ProposeAction = z.object({
  action: z.string().max(100),
  params: z.record(z.string(), z.unknown()).default({}),
});
export const EventsQuery = z.object({ after: z.coerce.number().int().min(0).default(0) });

export type Effect = { text: string; figures: Record<string, number | string> };

export type ProposalView = {
  id: string;
  incident_id: string;
  action: string;
  title: string;
  description: string;
  params: Record<string, unknown>;
  target: { kind: string; name: string; identity: string };
  command_preview: string[];
  risk: Risk;
  reversible: boolean;
  effect: Effect;
  expected_result: string;
  fallback: { action: string; command_preview: string[]; risk: Risk }[];
  alternatives: { action: string; title: string; risk: Risk; reversible: boolean }[];
  state: ProposalState;
  requires_approval: boolean;
  policy_reason: string;
  content_hash: string;
  expires_at: IsoTime;
  created_at: IsoTime;
  decided_by: string | null;
  decided_at: IsoTime | null;
  decision_comment: string | null;
  /** The execution that approval started. */
  execution_id: string | null;
};

export type ExecutionView = {
  id: string;
  proposal_id: string;
  incident_id: string;
  state: ExecutionState;
  phase: Phase;
  approved_by: string;
  started_at: IsoTime | null;
  finished_at: IsoTime | null;
  health_before: number | null;
  health_after: number | null;
  outcome: string | null;
};

export type ExecutionEvent = {
  /** Counts from 1 without gaps. */
  seq: number;
  at: IsoTime;
  phase: Phase;
  status: "pending" | "running" | "completed" | "failed";
  message: string | null;
  command: string | null;
  stream: "stdout" | "stderr" | null;
  /** One or more whole lines of one stream, joined by newlines, without a newline at the end. */
  text: string | null;
  exit_code: number | null;
  duration_ms: number | null;
  health: number | null;
  health_before: number | null;
  health_after: number | null;
};

export type AgentActionView = {
  id: string;
  incident_id: string;
  action: string;
  command: string;
  executed_at: IsoTime;
  result: "success" | "failed";
  exit_code: number | null;
  stdout: string;
  stderr: string;
  duration_ms: number;
  health_before: number | null;
  health_after: number | null;
};
