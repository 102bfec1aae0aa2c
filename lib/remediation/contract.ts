import { z } from "zod";
import { ToolView } from "../diagnosis/contract";
import { ServiceKind, TargetKind } from "../monitoring/contract";
import { IsoTime } from "../platform/contract";

export const Risk = z.enum(["low", "medium", "high", "critical"]);
/** Who named the cause that an action is meant for. */
export const Basis = z.enum(["rules", "claude", "person"]);
export type Basis = z.infer<typeof Basis>;
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
export const EventsQuery = z.object({ after: z.coerce.number().int().min(0).max(2_147_483_647).default(0) });

export const Effect = z
  .object({ text: z.string(), figures: z.record(z.string(), z.union([z.number(), z.string()])) })
  .meta({ id: "Effect" });
export type Effect = z.infer<typeof Effect>;

export const ProposalView = z
  .object({
    id: z.string(),
    incident_id: z.string(),
    action: z.string(),
    title: z.string(),
    description: z.string(),
    params: z.record(z.string(), z.unknown()),
    target: z.object({ kind: z.string(), name: z.string(), identity: z.string() }),
    command_preview: z.array(z.string()),
    risk: Risk,
    rests_on: Basis.describe(
      "Who named the cause that it is meant for: `rules` measured it, `claude` alone read about it, or a `person` chose the action.",
    ),
    reversible: z.boolean(),
    effect: Effect,
    expected_result: z.string(),
    fallback: z
      .array(z.object({ action: z.string(), command_preview: z.array(z.string()), risk: Risk }))
      .describe(
        "What else the approval includes: it runs in this order as long as nothing has helped. The last one of a reversible action is its undo.",
      ),
    alternatives: z.array(z.object({ action: z.string(), title: z.string(), risk: Risk, reversible: z.boolean() })),
    state: ProposalState,
    requires_approval: z.boolean(),
    policy_reason: z.string(),
    content_hash: z.string(),
    expires_at: IsoTime,
    created_at: IsoTime,
    decided_by: z.string().nullable(),
    decided_at: IsoTime.nullable(),
    decision_comment: z.string().nullable(),
    execution_id: z.string().nullable().describe("The execution that approval started."),
  })
  .meta({ id: "Proposal" });
export type ProposalView = z.infer<typeof ProposalView>;

export const ExecutionView = z
  .object({
    id: z.string(),
    proposal_id: z.string(),
    incident_id: z.string(),
    state: ExecutionState,
    phase: Phase,
    approved_by: z.string(),
    worker_silent: z
      .boolean()
      .describe(
        "True while it is under way and its worker has not been heard of for longer than its lease. A worker that lives settles it.",
      ),
    started_at: IsoTime.nullable(),
    finished_at: IsoTime.nullable(),
    health_before: z.number().nullable(),
    health_after: z.number().nullable(),
    outcome: z.string().nullable(),
  })
  .meta({ id: "Execution" });
export type ExecutionView = z.infer<typeof ExecutionView>;

export const ExecutionEvent = z
  .object({
    seq: z.number().int().describe("Counts from 1 without gaps."),
    at: IsoTime,
    phase: Phase,
    status: z.enum(["pending", "running", "completed", "failed"]),
    message: z.string().nullable(),
    command: z.string().nullable(),
    stream: z.enum(["stdout", "stderr"]).nullable(),
    text: z
      .string()
      .nullable()
      .describe("One or more whole lines of one stream, joined by newlines, without a newline at the end."),
    exit_code: z.number().nullable(),
    duration_ms: z.number().nullable(),
    health: z.number().nullable(),
    health_before: z.number().nullable(),
    health_after: z.number().nullable(),
  })
  .meta({ id: "ExecutionEvent" });
export type ExecutionEvent = z.infer<typeof ExecutionEvent>;

export const AgentActionView = z
  .object({
    id: z.string(),
    incident_id: z.string(),
    action: z.string(),
    command: z.string(),
    executed_at: IsoTime,
    result: z.enum(["success", "failed"]),
    exit_code: z.number().nullable(),
    stdout: z.string(),
    stderr: z.string(),
    duration_ms: z.number(),
    health_before: z.number().nullable(),
    health_after: z.number().nullable(),
  })
  .meta({ id: "AgentAction" });
export type AgentActionView = z.infer<typeof AgentActionView>;

/** What Nightshift can do, and what it can look at to find out whether it should. */
export const Capabilities = z
  .object({
    actions: z.array(
      z.object({
        action: z.string(),
        title: z.string(),
        description: z.string(),
        risk: Risk,
        reversible: z.boolean(),
        expected_result: z.string(),
        fallback: z.array(z.string()),
        service_kinds: z.array(ServiceKind),
        target_kinds: z.array(TargetKind).describe("Where the service must run."),
        params: z.record(z.string(), z.unknown()).describe("A JSON Schema."),
      }),
    ),
    tools: z.array(ToolView),
  })
  .meta({ id: "Capabilities" });
export type Capabilities = z.infer<typeof Capabilities>;

/** How often an action has helped against a fault in this organization. */
export const FixRecord = z
  .object({
    fault: z.string(),
    action: z.string(),
    title: z.string(),
    fixed: z.number().int().describe("Executions that were verified."),
    tried: z.number().int(),
    at_least: z
      .number()
      .describe("0 to 1: the lower bound of the 95 % Wilson interval of the success rate. Few tries prove little."),
    last_at: IsoTime,
  })
  .meta({ id: "FixRecord" });
export type FixRecord = z.infer<typeof FixRecord>;
