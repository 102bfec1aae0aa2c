import { canonicalJson } from "@/lib/platform/crypto";
import type { BoundAction } from "../catalog/action";
import type { Executor } from "../executors/executor";
import type { Fallback } from "./content";

/** What an approval includes besides its action, as people read it. */
export const fallbackOf = (bound: BoundAction, targetIdentity: string, executor: Executor): Fallback => ({
  action: bound.action.id,
  command_preview: bound.commands(targetIdentity).map((command) => executor.display(command)),
  risk: bound.action.risk,
});

/** Whether exactly this was shown and approved. What the code would run now may differ from what it would have run then. */
export const wasApproved = (entry: Fallback, approved: Fallback[]): boolean =>
  approved.some((shown) => canonicalJson(shown) === canonicalJson(entry));
