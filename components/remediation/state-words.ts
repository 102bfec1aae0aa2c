import type { ExecutionState, ProposalState } from "@/lib/remediation/contract";
import type { Tone } from "../ui/badge";

export const proposalWords = {
  proposed: { tone: "info", word: "Waiting for a decision" },
  approved: { tone: "ok", word: "Approved" },
  rejected: { tone: "bad", word: "Rejected" },
  changes_requested: { tone: "warn", word: "Changes requested" },
  expired: { tone: "quiet", word: "Expired" },
  superseded: { tone: "quiet", word: "Set aside" },
} as const satisfies Record<ProposalState, { tone: Tone; word: string }>;

/** Of a run whose worker is silent for too long, whatever its last word was. */
export const silentWords = { tone: "warn", word: "Worker silent" } as const;

export const executionWords = {
  queued: { tone: "info", word: "Queued" },
  running: { tone: "info", word: "Running" },
  verifying: { tone: "info", word: "Verifying" },
  succeeded: { tone: "ok", word: "Succeeded" },
  failed: { tone: "bad", word: "Failed" },
  unknown: { tone: "warn", word: "In doubt" },
  cancelled: { tone: "quiet", word: "Cancelled" },
  rolled_back: { tone: "warn", word: "Undone" },
} as const satisfies Record<ExecutionState, { tone: Tone; word: string }>;
