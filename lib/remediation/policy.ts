import type { AnyAction } from "./catalog/action";
import { type Basis, Risk } from "./contract";

// Which policy decided is part of what is approved: a permit minted under another one is refused.
export const POLICY_VERSION = "built-in-2";

export type Verdict = { risk: Risk; requiresApproval: boolean; reason: string };

/**
 * What the policy says of an action. The built-in one asks a person for every change. A cause that only a model has named, which reads
 * what strangers write into logs and alerts, makes the action riskier by a step: nothing that was measured says that it fits.
 */
export function policyFor(action: AnyAction, basis: Basis): Verdict {
  const risk = basis === "claude" ? riskier(action.risk) : action.risk;
  const rule = `Every change to a service needs a person's approval; this one has ${risk} risk`;
  const why = `: ${action.risk} by itself, and a step more because only Claude named the cause, from what it read, and the rules did not measure it`;
  return { risk, requiresApproval: true, reason: basis === "claude" ? rule + why : rule };
}

const riskier = (risk: Risk): Risk => Risk.options[Risk.options.indexOf(risk) + 1] ?? risk;
