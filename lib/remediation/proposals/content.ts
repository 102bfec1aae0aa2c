import { digestOf } from "@/lib/platform/crypto";
import type { Effect, Risk } from "../contract";

export type Fallback = { action: string; command_preview: string[]; risk: Risk };

/** Everything that a person sees and agrees to. Two proposals with the same content have the same hash; any change gives another. */
export type Content = {
  organizationId: string;
  incidentId: string;
  serviceId: string;
  action: string;
  params: unknown;
  targetKind: string;
  targetName: string;
  targetIdentity: string;
  preStateDigest: string;
  commandPreview: string[];
  risk: string;
  reversible: boolean;
  effect: Effect;
  expectedResult: string;
  fallback: Fallback[];
  policyVersion: string;
  expiresAt: Date;
};

/** The SHA-256 that approval binds. Computed when a proposal is made, and again from the stored row before anything runs. */
export function contentHashOf(content: Content): string {
  // Picked one by one, so that a row with more columns hashes the same.
  const {
    organizationId,
    incidentId,
    serviceId,
    action,
    params,
    targetKind,
    targetName,
    targetIdentity,
    preStateDigest,
  } = content;
  const { commandPreview, risk, reversible, effect, expectedResult, fallback, policyVersion } = content;
  return digestOf({
    ...{
      organizationId,
      incidentId,
      serviceId,
      action,
      params,
      targetKind,
      targetName,
      targetIdentity,
      preStateDigest,
    },
    ...{ commandPreview, risk, reversible, effect, expectedResult, fallback, policyVersion },
    expiresAt: content.expiresAt.toISOString(),
  });
}
