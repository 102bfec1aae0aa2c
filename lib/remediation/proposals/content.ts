import { digestOf } from "@/lib/platform/crypto";
import type { Effect, Risk } from "../contract";

export type Alternative = { action: string; title: string; risk: Risk; reversible: boolean };
export type Fallback = { action: string; command_preview: string[]; risk: Risk };

/** Everything that a person sees and agrees to. Two proposals with the same content have the same hash; any change gives another. */
export type Content = {
  organizationId: string;
  incidentId: string;
  serviceId: string;
  action: string;
  title: string;
  description: string;
  params: unknown;
  targetKind: string;
  targetName: string;
  targetIdentity: string;
  preStateDigest: string;
  commandPreview: string[];
  risk: string;
  restsOn: string;
  reversible: boolean;
  effect: Effect;
  expectedResult: string;
  fallback: Fallback[];
  alternatives: Alternative[];
  policyReason: string;
  policyVersion: string;
  expiresAt: Date;
};

// Picked one by one, so that a stored row, which has more columns, hashes the same.
const fields = [
  "organizationId",
  "incidentId",
  "serviceId",
  "action",
  "title",
  "description",
  "params",
  "targetKind",
  "targetName",
  "targetIdentity",
  "preStateDigest",
  "commandPreview",
  "risk",
  "restsOn",
  "reversible",
  "effect",
  "expectedResult",
  "fallback",
  "alternatives",
  "policyReason",
  "policyVersion",
  "expiresAt",
] as const satisfies readonly (keyof Content)[];

/** The SHA-256 that approval binds. Computed when a proposal is made, and again from the stored row before anything runs. */
export const contentHashOf = (content: Content): string =>
  digestOf(Object.fromEntries(fields.map((field) => [field, content[field]])));
