import type { AnyAction } from "./catalog/action";

// Which policy decided is part of what is approved: a permit minted under another one is refused.
export const POLICY_VERSION = "built-in-1";

export type Verdict = { requiresApproval: boolean; reason: string };

/** What the policy says of an action. The built-in one asks a person for every change. */
export function policyFor(action: AnyAction): Verdict {
  return {
    requiresApproval: true,
    reason: `Every change to a service needs a person's approval; this one has ${action.risk} risk`,
  };
}
