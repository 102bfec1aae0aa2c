"use client"; // The second of two deliberate steps.

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { ProposalView } from "@/lib/remediation/contract";
import { Commands } from "./commands";
import { DecidedMeanwhile } from "./decided-meanwhile";
import { EffectText } from "./effect";
import { IncludedSteps } from "./if-it-fails";
import { ReversibleBadge, RiskBadge } from "./risk-badge";

type Props = {
  proposal: ProposalView;
  open: boolean;
  /** It is decided meanwhile, or set aside. */
  isGone: boolean;
  busy: boolean;
  refusal: string | null;
  onApprove: (contentHash: string) => void;
  onClose: () => void;
};

/**
 * Says once more what will run and what it will change. "Go back" comes first and has the focus, so that a key that is held down or
 * pressed by accident closes the question instead of answering it.
 */
export function ApproveDialog({ open, ...question }: Props) {
  return (
    <Dialog title={titleOf(question)} open={open} onClose={question.onClose}>
      <Question {...question} />
    </Dialog>
  );
}

const titleOf = ({ isGone, proposal }: Omit<Props, "open">): string => {
  if (!isGone) return "Run this now?";
  if (proposal.state === "expired") return "This has expired";
  return proposal.state === "superseded" ? "This was set aside" : "Somebody was first";
};

function Question({ proposal, isGone, busy, refusal, onApprove, onClose }: Omit<Props, "open">) {
  // What was shown when the question was asked is what gets approved. If the proposal changes meanwhile, the server refuses this hash.
  const [asked] = useState(proposal);
  return (
    <div className="mt-3 flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{asked.title}</span>
        <RiskBadge risk={asked.risk} />
        <ReversibleBadge reversible={asked.reversible} />
      </div>
      <div>
        <h3 className="mb-1 text-xs font-medium text-muted">
          These commands run on {asked.target.kind} {asked.target.name}
        </h3>
        <Commands commands={asked.command_preview} />
      </div>
      <div>
        <h3 className="mb-1 text-xs font-medium text-muted">What they change</h3>
        <EffectText effect={asked.effect} />
      </div>
      <IncludedSteps proposal={asked} />
      {refusal ? <Notice tone="bad">{refusal}</Notice> : isGone && <DecidedMeanwhile proposal={proposal} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          Go back
        </Button>
        <Button
          tone={asked.risk === "low" ? "primary" : "danger"}
          busy={busy}
          reason={isGone ? "Nothing is left to decide" : null}
          onClick={() => onApprove(asked.content_hash)}
        >
          {busy ? "Approving…" : "Approve and run"}
        </Button>
      </div>
    </div>
  );
}
