import { z } from "zod";
import { DiagnoseInput, DiagnosisView, SolutionView, Transcript } from "../../diagnosis/contract";
import {
  ApproveProposal,
  EventsQuery,
  ExecutionEvent,
  ExecutionView,
  ProposalView,
  RejectProposal,
  RequestChanges,
} from "../../remediation/contract";
import { endpoint, streamOf } from "../endpoint";

const area = "loop";
const incident = { id: "{incident_id}" };
const proposal = { id: "{proposal_id}" };
const execution = { id: "{execution_id}" };
const NO_HASH = "0".repeat(64);

export const loop = {
  diagnose: endpoint({
    method: "POST",
    path: "/incidents/{id}/diagnose",
    area,
    scope: "respond",
    summary: "Look at the service again and say what is wrong",
    body: DiagnoseInput,
    answer: DiagnosisView,
    message: "Diagnosed",
    examples: [{ summary: "By rules", params: incident, body: { engine: "rules" } }],
  }),
  diagnosis: endpoint({
    method: "GET",
    path: "/incidents/{id}/diagnosis",
    area,
    scope: "read",
    summary: "The newest diagnosis with its evidence; null while there is none",
    answer: DiagnosisView.nullable(),
    examples: [{ summary: "With what it rests on", params: incident }],
  }),
  diagnosisTranscript: endpoint({
    method: "GET",
    path: "/incidents/{id}/diagnosis/transcript",
    area,
    scope: "respond",
    summary:
      "The newest diagnosis that came to its end, to be judged again without the systems that were looked at; redacted",
    answer: Transcript,
    examples: [{ summary: "What the rules saw", params: { id: "{diagnosed_incident_id}" } }],
  }),
  transcript: endpoint({
    method: "GET",
    path: "/incidents/{id}/investigation/transcript",
    area,
    scope: "respond",
    summary: "The newest investigation by Claude, to be played again without the systems that it looked at; redacted",
    answer: Transcript,
    examples: [{ summary: "Claude was not asked", params: incident, status: 404 }],
  }),
  solution: endpoint({
    method: "POST",
    path: "/incidents/{id}/solution",
    area,
    scope: "respond",
    summary: "What to do now, what later, and what to watch",
    answer: SolutionView,
    message: "Solution drawn from the diagnosis",
    examples: [{ summary: "Drawn from the diagnosis", params: { id: "{diagnosed_incident_id}" } }],
  }),
  proposeFix: endpoint({
    method: "POST",
    path: "/incidents/{id}/propose-fix",
    area,
    scope: "respond",
    summary: "Propose the action that the diagnosis suggests",
    answer: ProposalView,
    status: 201,
    message: "Proposed",
    examples: [{ summary: "Nothing to act on", params: incident, status: 409 }],
  }),
  getProposal: endpoint({
    method: "GET",
    path: "/proposals/{id}",
    area,
    scope: "read",
    summary: "A proposal: the exact commands, what they will change, the risk and the fallback",
    answer: ProposalView,
    examples: [{ summary: "By id", params: proposal }],
  }),
  approve: endpoint({
    method: "POST",
    path: "/proposals/{id}/approve",
    area,
    scope: "operate",
    summary: "Let exactly this proposal run",
    description:
      "Send the `content_hash` of what you saw. Refused when it is not that any more, when it expired, or when the target or its state has changed.",
    body: ApproveProposal,
    answer: ExecutionView,
    message: "Approved; its execution is queued",
    examples: [
      { summary: "Something else than what was shown", params: proposal, body: { content_hash: NO_HASH }, status: 409 },
    ],
  }),
  reject: endpoint({
    method: "POST",
    path: "/proposals/{id}/reject",
    area,
    scope: "operate",
    summary: "Say no, and why",
    body: RejectProposal,
    answer: ProposalView,
    message: "Rejected",
    examples: [{ summary: "Not now", params: proposal, body: { reason: "After the batch has run" } }],
  }),
  requestChanges: endpoint({
    method: "POST",
    path: "/proposals/{id}/request-changes",
    area,
    scope: "operate",
    summary: "Ask for the same action with other arguments",
    body: RequestChanges,
    answer: ProposalView,
    message: "Changes requested",
    examples: [{ summary: "With a comment", params: proposal, body: { comment: "Smaller, please" } }],
  }),
  getExecution: endpoint({
    method: "GET",
    path: "/executions/{id}",
    area,
    scope: "read",
    summary: "How far an execution is and what came of it",
    answer: ExecutionView,
    examples: [{ summary: "By id", params: execution }],
  }),
  events: endpoint({
    method: "GET",
    path: "/executions/{id}/events",
    area,
    scope: "read",
    summary: "What an execution did and printed, from `after` on",
    description:
      "At most 200 events at once; ask again from `last_seq`. With `Accept: text/event-stream` it replays and then follows.",
    query: EventsQuery,
    answer: z.object({ items: z.array(ExecutionEvent), last_seq: z.number().int(), execution: ExecutionView }),
    stream: streamOf(
      "text/event-stream",
      "`event: execution` and `event: message`, each with JSON as its data; ids are `seq`",
    ),
    examples: [{ summary: "From the start", params: execution, query: { after: "0" } }],
  }),
  cancel: endpoint({
    method: "POST",
    path: "/executions/{id}/cancel",
    area,
    scope: "operate",
    summary: "Stop an execution, and kill what runs",
    answer: ExecutionView,
    message: "Cancellation requested",
    examples: [{ summary: "Stop", params: execution }],
  }),
};
