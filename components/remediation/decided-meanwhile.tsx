import { Notice } from "@/components/ui/notice";
import type { ProposalView } from "@/lib/remediation/contract";
import { proposalWords } from "./state-words";

/** For whoever was about to decide what is decided or set aside now: by whom, how, and that they decided nothing. */
export function DecidedMeanwhile({ proposal }: { proposal: ProposalView }) {
  const { state, decided_by, decision_comment } = proposal;
  return (
    <Notice tone="bad" title={`${proposalWords[state].word}${decided_by ? ` by ${decided_by}` : ""}.`}>
      {state === "approved" ? "It runs already." : "It will not run."} You have decided nothing.
      {decision_comment && <q className="mt-1 block">{decision_comment}</q>}
    </Notice>
  );
}
