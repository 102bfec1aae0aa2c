import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { diagnoseIncident, getDiagnosis } from "@/lib/diagnosis";
import { addTimelineEntry, getIncident, listTimeline } from "@/lib/incidents";
import { loadWatched, probe, type Watched } from "@/lib/monitoring";
import { RECOVERED_ABOVE } from "@/lib/monitoring/contract";
import { inTransaction } from "@/lib/platform/db";
import { AppError, conflict } from "@/lib/platform/errors";
import { actionById, actionsFor, remediesFor } from "../catalog/registry";
import { type ProposalView, ProposeAction } from "../contract";
import { type BuiltProposal, buildProposal, type Grounds } from "./build";
import { storeProposal } from "./store";

/**
 * "Get AI Agent Fix": proposes the best action against what the diagnosis found (diagnosing first when nothing has). An action that
 * cannot help now gives way to the next; when none can, throws `conflict` with every reason.
 */
export async function proposeFix(ctx: Ctx, incidentId: string): Promise<ProposalView> {
  require(ctx, "respond");
  const { incident, watched } = await subjectOf(ctx, incidentId);
  const { health } = await probe(watched);
  if (health > RECOVERED_ABOVE)
    throw conflict(`${watched.name} is healthy (${Math.round(health)}), so there is nothing to fix`);
  const grounds = await groundsOf(ctx, incidentId);
  if (watched.target.kind === "none") {
    throw conflict(
      `Nightshift watches ${watched.name}, but has no target to run commands in; register it with one to get fixes`,
    );
  }
  const refusals: string[] = [];
  let built: BuiltProposal | undefined;
  for (const action of remediesFor(watched, grounds.fault)) {
    try {
      const params = await action.defaults(watched);
      built = await buildProposal(incident, watched, action.on(watched, params), grounds);
      break;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.push(`${action.id}: ${error.message}`);
    }
  }
  if (!built) {
    const why = ["No action of the catalog can help here", ...refusals].join(". ");
    await tellRefusal(ctx, incidentId, why, refusals);
    throw conflict(why, { refusals });
  }
  const proposal = built;
  return inTransaction((tx) => storeProposal(tx, ctx, proposal));
}

/** That nothing can be proposed is part of the story: whoever comes next need not ask again. Told once, however often somebody asks. */
async function tellRefusal(ctx: Ctx, incidentId: string, why: string, refusals: string[]): Promise<void> {
  const text = `Asked for a fix. ${why}`;
  const asked = (await listTimeline(ctx, incidentId)).findLast(({ kind }) => kind === "proposal");
  if (asked?.text === text) return;
  await inTransaction((tx) => {
    addTimelineEntry(tx, ctx, { incidentId, kind: "proposal", text, data: { refusals, why } });
    recordAudit(tx, ctx, {
      verb: "proposal.refuse",
      subject: { kind: "incident", id: incidentId },
      data: { refusals },
    });
  });
}

/** Proposes the action that a person chose, with their arguments over the defaults. */
export async function proposeAction(ctx: Ctx, incidentId: string, input: unknown): Promise<ProposalView> {
  require(ctx, "respond");
  const { action: id, params } = ProposeAction.parse(input);
  const action = actionById(id);
  const { incident, watched } = await subjectOf(ctx, incidentId);
  if (!action.appliesTo(watched)) {
    const usable = actionsFor(watched, null).map((entry) => entry.id);
    throw conflict(`${id} cannot be used on ${watched.name} (${watched.kind}, ${watched.target.kind})`, {
      actions: usable,
    });
  }
  const given = Object.keys(params).length > 0 ? params : await action.defaults(watched);
  const built = await buildProposal(incident, watched, action.on(watched, given), {
    ...{ fault: null, basis: "person" },
  });
  return inTransaction((tx) => storeProposal(tx, ctx, built));
}

async function subjectOf(
  ctx: Ctx,
  incidentId: string,
): Promise<{ incident: { id: string; organizationId: string }; watched: Watched }> {
  const incident = await getIncident(ctx, incidentId);
  if (incident.status === "resolved") throw conflict("This incident is resolved; reopen it to propose a fix");
  if (!incident.service_id)
    throw conflict("This incident names no service that Nightshift watches, so it cannot act on it");
  return {
    incident: { id: incident.id, organizationId: ctx.organizationId },
    watched: await loadWatched(ctx, incident.service_id),
  };
}

async function groundsOf(ctx: Ctx, incidentId: string): Promise<Grounds> {
  let diagnosis = await getDiagnosis(ctx, incidentId);
  if (!diagnosis?.root_cause) {
    await diagnoseIncident(ctx, { incidentId, engine: "auto" });
    diagnosis = await getDiagnosis(ctx, incidentId);
  }
  const cause = diagnosis?.root_cause;
  const isRead = diagnosis?.engine === "claude" && cause?.is_measured === false;
  return { fault: cause?.fault ?? null, basis: isRead ? "claude" : "rules" };
}

/** Whether an action said that it cannot help; a service that does not answer the preview counts too. Anything else is a fault of ours. */
const isRefusal = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === "conflict" || error.code === "unavailable");
