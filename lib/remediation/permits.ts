import { canonicalJson, safeEqual, sign } from "@/lib/platform/crypto";
import { NOT_RUNNING } from "./executors/process-identity";
import { POLICY_VERSION } from "./policy";

/** What a permit binds: this proposal, on this target, in this state, under this policy, by this person, until then. */
export type Terms = {
  id: string;
  organizationId: string;
  proposalId: string;
  contentHash: string;
  targetIdentity: string;
  preStateDigest: string;
  policyVersion: string;
  approver: string;
  issuedAt: Date;
  expiresAt: Date;
};

/** How long an approval stays good when no worker takes it up. */
export const PERMIT_LIFETIME_MS = 5 * 60_000;

/** The signature of a permit: HMAC-SHA256 over the canonical JSON of its terms, with the key derived for permits. */
export const signPermit = ({ issuedAt, expiresAt, ...terms }: Terms): string =>
  sign("permit", canonicalJson({ ...terms, issuedAt: issuedAt.toISOString(), expiresAt: expiresAt.toISOString() }));

/**
 * Why a permit does not allow this proposal to run now, or null when it does. Everything that the permit binds is compared with what is
 * there now; that it is used once only is decided by the database when it is used.
 */
export function permitRefusal(
  permit: Terms & { signature: string; usedAt: Date | null },
  proposal: { id: string; organizationId: string; contentHash: string; preStateDigest: string },
  now: { at: Date; targetIdentity: string | null; contentHash: string; mayApproverStill: boolean },
): string | null {
  const { signature, usedAt, ...terms } = permit;
  if (!safeEqual(signature, signPermit(pickTerms(terms)))) return "the permit's signature is not ours";
  if (usedAt) return "the permit has been used";
  if (permit.expiresAt <= now.at) return `the approval expired at ${permit.expiresAt.toISOString()}`;
  if (permit.proposalId !== proposal.id || permit.organizationId !== proposal.organizationId)
    return "the permit is for another proposal";
  if (permit.contentHash !== now.contentHash || proposal.contentHash !== now.contentHash)
    return "the proposal is not the one that was approved";
  if (permit.preStateDigest !== proposal.preStateDigest) return "the measured state is not the one that was approved";
  if (!now.mayApproverStill) return "whoever approved it may not approve any more";
  if (permit.policyVersion !== POLICY_VERSION) return "the policy has changed since the approval";
  if (now.targetIdentity === null) return "the target does not exist any more";
  if (permit.targetIdentity !== now.targetIdentity)
    return now.targetIdentity === NOT_RUNNING
      ? "the target does not run any more"
      : "the target was recreated since the approval";
  return null;
}

// A row of the table may carry more columns than the terms; only the terms are signed.
const pickTerms = (row: Terms): Terms => ({
  id: row.id,
  organizationId: row.organizationId,
  proposalId: row.proposalId,
  contentHash: row.contentHash,
  targetIdentity: row.targetIdentity,
  preStateDigest: row.preStateDigest,
  policyVersion: row.policyVersion,
  approver: row.approver,
  issuedAt: row.issuedAt,
  expiresAt: row.expiresAt,
});
