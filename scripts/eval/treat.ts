import { dataOf } from "@/client";
import type { DiagnosisView } from "@/lib/diagnosis/contract";
import type { IncidentSummary } from "@/lib/incidents/contract";
import { type ExecutionView, isFinal, type ProposalView } from "@/lib/remediation/contract";
import type { Stack } from "../bench/stack";
import { look } from "./ground";

export type Engine = "rules" | "claude";

const RULES_WITHIN_MS = 60_000;
const CLAUDE_WITHIN_MS = 600_000;
const RUN_WITHIN_MS = 180_000;
const RESOLVED_WITHIN_MS = 30_000;

/** What became of one incident, from its diagnosis to its end. */
export type Treated = {
  incident: IncidentSummary;
  diagnosis: DiagnosisView | null;
  proposal: ProposalView | null;
  /** Why nothing was proposed, or what was proposed could not be approved. */
  refusal: string | null;
  execution: ExecutionView | null;
};

/**
 * One incident as a person takes it through: reads the diagnosis, asks for the fix, approves what is proposed, right or wrong, and watches
 * it to its end. `isBroken`: where nothing is, nothing is approved.
 */
export async function treat(
  stack: Stack,
  { id }: IncidentSummary,
  { engine, isBroken }: { engine: Engine; isBroken: boolean },
): Promise<Treated> {
  const { api } = stack;
  const of = { params: { path: { id } } };
  const incident = () => dataOf(api.GET("/incidents/{id}", of));
  const diagnosis = await diagnosisOf(stack, id, engine);
  const { data, error } = await api.POST("/incidents/{id}/propose-fix", of);
  const proposal = data?.data ?? null;
  const nothing = { diagnosis, proposal, refusal: error?.error ?? null, execution: null };
  if (!isBroken) return { ...nothing, incident: await incident() };
  const untilResolved = () => look(stack, RESOLVED_WITHIN_MS, async () => (await incident()).status === "resolved");
  if (!proposal) {
    // Another fix may have helped here too: then it ends by itself.
    await untilResolved();
    return { ...nothing, incident: await incident() };
  }

  const approval = await api.POST("/proposals/{id}/approve", {
    params: { path: { id: proposal.id } },
    body: { content_hash: proposal.content_hash },
  });
  const executionId = approval.data?.data.id;
  // What was shown is not so any more: nothing runs, and that is its answer.
  if (!executionId) return { ...nothing, refusal: approval.error?.error ?? null, incident: await incident() };
  const execution = await look(stack, RUN_WITHIN_MS, async () => {
    const now = await dataOf(api.GET("/executions/{id}", { params: { path: { id: executionId } } }));
    return isFinal(now.state) && now;
  });
  // An execution that did not help leaves it open, for people.
  if (execution?.state === "succeeded") await untilResolved();
  return { ...nothing, execution, incident: await incident() };
}

async function diagnosisOf(stack: Stack, id: string, engine: Engine): Promise<DiagnosisView | null> {
  const now = () => dataOf(stack.api.GET("/incidents/{id}/diagnosis", { params: { path: { id } } }));
  const withinMs = engine === "claude" ? CLAUDE_WITHIN_MS : RULES_WITHIN_MS;
  const settled = await look(stack, withinMs, async () => {
    const diagnosis = await now();
    return diagnosis && isSettled(diagnosis, engine) && diagnosis;
  });
  return settled ?? now();
}

/** Claude goes on where the rules have ended, so until then nothing of it is there. */
const isSettled = ({ state, investigation }: DiagnosisView, engine: Engine): boolean =>
  state !== "running" &&
  (engine === "rules" ? investigation?.state !== "running" : !!investigation && investigation.state !== "running");
