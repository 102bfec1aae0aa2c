import { probe } from "@/lib/monitoring";
import type { BoundAction } from "../catalog/action";
import type { Ending } from "./finish";
import type { Run } from "./run";
import { runCommand } from "./run-command";
import { tellTurn } from "./tell-turn";
import { confirm, type Verification } from "./verify";

/** Runs what takes a change back, and looks whether it is in place. */
async function takeBack(run: Run, key: "main" | "undo", bound: BoundAction): Promise<Verification> {
  for (const [index, command] of bound.commands(run.permit.targetIdentity).entries()) {
    const result = await runCommand(run, `${key}:${index}`, bound.action.id, command);
    if (!result.ok) return { ok: false, health: (await probe(run.watched)).health, message: result.message };
  }
  return confirm(run, bound);
}

/** The undo that an approved proposal promises for the case that its action does not help. */
export async function undo(run: Run, bound: BoundAction, tried: string[]): Promise<Ending> {
  run.writer.add({ phase: "thinking", status: "running", message: "It was not enough: undoing the change" });
  await tellTurn(run, "undo", `It was not enough, so it is undone: ${bound.action.title.toLowerCase()}`);
  const { ok, health, message } = await takeBack(run, "undo", bound);
  await tellTurn(run, "undo:end", ok ? `Undone. ${message}` : `It could not be undone: ${message}`);
  const what = ok ? "was undone" : `could not be undone (${message})`;
  return {
    state: ok ? "rolled_back" : "failed",
    outcome: `It was not enough and ${what}; people are needed. Tried: ${tried.join("; ")}`,
    healthAfter: health,
    incident: "escalate",
  };
}

/** An undo that was proposed by itself and approved. It fixes nothing, so the incident goes on, with people. */
export async function takeBackAlone(run: Run): Promise<Ending> {
  const { ok, health, message } = await takeBack(run, "main", run.bound);
  const { title } = run.bound.action;
  return {
    state: ok ? "succeeded" : "failed",
    outcome: ok
      ? `${title} worked: ${message}. The incident is with people`
      : `${title} did not work, and people are needed: ${message}`,
    healthAfter: health,
    incident: "escalate",
  };
}
