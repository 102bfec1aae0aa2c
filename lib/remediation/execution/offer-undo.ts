import { secretsOfWatched } from "@/lib/monitoring";
import { AppError, errorText } from "@/lib/platform/errors";
import { redact } from "@/lib/platform/redact";
import { buildProposal } from "../proposals/build";
import type { Ending } from "./finish";
import type { Run } from "./run";

/**
 * What a reversible action may have left in place is offered to be taken back. Measured now, and proposed when the execution ends;
 * nothing runs by itself, because the proposal needs a permit like any other.
 */
export async function offerUndo(run: Run, ending: Ending): Promise<Ending> {
  const { bound, claim, executor, watched, permit } = run;
  const isLeft = run.hasStarted && (ending.state === "cancelled" || ending.state === "failed");
  if (!isLeft || !bound.undo) return ending;
  const undo = bound.undo(run.before);
  const commands = undo.commands(permit.targetIdentity).map((command) => executor.display(command));
  const byHand = `${ending.outcome}. To take it back: ${commands.join("; ")}`;
  try {
    const incident = { id: claim.incidentId, organizationId: claim.organizationId };
    const proposal = await buildProposal(incident, watched, undo, { fault: null, basis: "rules" });
    const outcome = `${byHand}. That was proposed; it runs only if it is approved`;
    return { ...ending, outcome: byHand, offer: { proposal, outcome } };
  } catch (error) {
    if (error instanceof AppError && error.code === "conflict")
      return { ...ending, outcome: `${ending.outcome}. Nothing is there to be taken back: ${error.message}` };
    const said = redact(errorText(error), secretsOfWatched(watched));
    return { ...ending, outcome: `${byHand}. It could not be measured now: ${said}` };
  }
}
