import type { Watched } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { digestOf } from "@/lib/platform/crypto";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { BoundAction } from "../catalog/action";
import { actionsFor, fallbacksOf } from "../catalog/registry";
import type { Basis } from "../contract";
import { executorFor } from "../executors/executor-for";
import { POLICY_VERSION, policyFor } from "../policy";
import { contentHashOf } from "./content";
import { fallbackOf } from "./fallback";

/** What a proposal is meant for, and who says so. */
export type Grounds = { fault: string | null; basis: Basis };

/** How long a person may think about a proposal before its measurements are too old. */
const LIFETIME_MS = 30 * 60_000;

/** Measures the effect on the live service and freezes it all into a proposal, not yet stored. Throws `conflict` when the action cannot help now. */
export async function buildProposal(
  incident: { id: string; organizationId: string },
  watched: Watched,
  bound: BoundAction,
  { fault, basis }: Grounds,
) {
  const executor = executorFor(watched);
  const identity = await executor.identity();
  if (identity === null)
    throw conflict(`${watched.target.name} does not exist, so nothing can be run in it; create it again first`);
  const preview = await bound.preview();
  const { action } = bound;
  const verdict = policyFor(action, basis);
  const content = {
    organizationId: incident.organizationId,
    incidentId: incident.id,
    serviceId: watched.id,
    action: action.id,
    title: `${action.title}: ${watched.name}`,
    description: action.description,
    params: bound.params,
    targetKind: watched.target.kind,
    targetName: watched.target.name,
    targetIdentity: identity,
    preStateDigest: digestOf(preview.state),
    commandPreview: bound.commands(identity).map((command) => executor.display(command)),
    risk: verdict.risk,
    restsOn: basis,
    reversible: action.reversible,
    effect: preview.effect,
    expectedResult: action.expectedResult,
    // The undo comes last: it runs when nothing before it has helped.
    fallback: [
      ...fallbacksOf(action, watched).map((entry) => entry.on(watched, {})),
      ...(bound.undo ? [bound.undo(preview.state)] : []),
    ].map((entry) => fallbackOf(entry, identity, executor)),
    alternatives: actionsFor(watched, fault)
      .filter((entry) => entry.id !== action.id)
      .map(({ id, title, risk, reversible }) => ({ action: id, title, risk, reversible })),
    policyReason: verdict.reason,
    policyVersion: POLICY_VERSION,
    expiresAt: new Date(clock.now().getTime() + LIFETIME_MS),
  };
  return {
    ...content,
    id: newId(),
    preState: preview.state,
    requiresApproval: verdict.requiresApproval,
    contentHash: contentHashOf(content),
  };
}
export type BuiltProposal = Awaited<ReturnType<typeof buildProposal>>;
