"use client"; // Counts down, and takes a decision.

import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Ago, Countdown } from "@/components/ui/time";
import { canProposal, type ExecutionView, type FixRecord, type ProposalView } from "@/lib/remediation/contract";
import { Alternatives } from "./alternatives";
import { Commands } from "./commands";
import { Decision } from "./decision";
import { EffectText } from "./effect";
import { FixRecordText } from "./fix-record";
import { IfItFails } from "./if-it-fails";
import { ReversibleBadge, RiskBadge } from "./risk-badge";
import { proposalWords } from "./state-words";

type Props = {
  proposal: ProposalView;
  /** How its action has done against this fault before. */
  record: FixRecord | null;
  isResolved: boolean;
  onDeciding: (isDeciding: boolean) => void;
  onChange: () => void;
  onApproved: (execution: ExecutionView) => void;
};

/** The full words of one proposal, and its decision. */
export function ProposalCard({ proposal, record, isResolved, onDeciding, onChange, onApproved }: Props) {
  const isOpen = canProposal("approve", proposal.state) && !isResolved;
  return (
    <Card
      title="Proposed fix"
      id="proposal"
      className={isOpen ? "ring-2 ring-accent/60" : ""}
      note={<ProposalStanding proposal={proposal} />}
    >
      <div className="flex flex-col gap-4">
        <div>
          <div className="flex flex-wrap items-center gap-2">
            <h3 className="text-base font-semibold">{proposal.title}</h3>
            <RiskBadge risk={proposal.risk} />
            <ReversibleBadge reversible={proposal.reversible} />
          </div>
          <p className="mt-1 text-sm text-muted">{proposal.description}</p>
          {record && (
            <p className="mt-1 text-sm">
              It <FixRecordText record={record} />.
            </p>
          )}
        </div>
        {isOpen && proposal.rests_on === "claude" && (
          <Notice tone="warn" title="Only Claude named this cause.">
            The rules did not measure it, and Claude reads what others write into logs and alerts. Look at the evidence
            before you approve; the risk counts a step higher.
          </Notice>
        )}
        <ProposalBody proposal={proposal} />
        {isOpen && <Alternatives proposal={proposal} onChange={onChange} />}
        <Decision
          key={proposal.id}
          proposal={proposal}
          isResolved={isResolved}
          onDeciding={onDeciding}
          onChange={onChange}
          onApproved={onApproved}
        />
      </div>
    </Card>
  );
}

export function ProposalStanding({ proposal }: { proposal: ProposalView }) {
  const { tone, word } = proposalWords[proposal.state];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Badge tone={tone}>{word}</Badge>
      {proposal.decided_by && (
        <span>
          by {proposal.decided_by}
          {proposal.decided_at && (
            <>
              , <Ago at={proposal.decided_at} />
            </>
          )}
        </span>
      )}
      {proposal.state === "proposed" && (
        <span>
          expires in <Countdown at={proposal.expires_at} className="font-medium text-ink" />
        </span>
      )}
    </span>
  );
}

export function ProposalBody({ proposal }: { proposal: ProposalView }) {
  const { target } = proposal;
  return (
    <>
      {proposal.decision_comment && (
        <Part title={proposal.state === "superseded" ? "Why it was set aside" : "What the decision says"}>
          <p className="text-sm whitespace-pre-wrap">{proposal.decision_comment}</p>
        </Part>
      )}
      <Part title="What it will change">
        <EffectText effect={proposal.effect} />
      </Part>
      <Part title="The exact commands">
        <Commands commands={proposal.command_preview} />
        <p className="mt-1.5 text-xs text-muted" title={target.identity}>
          on {target.kind} <span className="font-medium text-ink">{target.name}</span>
          {target.identity && (
            <>
              , which is <code className="font-mono">{shortIdentity(target.identity)}</code>; refused if that changes
            </>
          )}
        </p>
      </Part>
      <div className="grid gap-4 sm:grid-cols-2">
        <Part title="Expected result">
          <p className="text-sm">{proposal.expected_result}</p>
        </Part>
        <Part title="If it fails">
          <IfItFails proposal={proposal} />
        </Part>
      </div>
      <p className="text-xs text-muted">{proposal.policy_reason}</p>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h4 className="mb-1 text-xs font-medium text-muted">{title}</h4>
      {children}
    </div>
  );
}

/** Enough of a container's id to compare by eye; what is not one is short or says more. */
const shortIdentity = (identity: string) =>
  /^[0-9a-f]{64}$/.test(identity) ? identity.slice(0, 12) : identity.slice(0, 80);
