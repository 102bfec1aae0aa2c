"use client"; // Takes a person's decision.

import { useState } from "react";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextForm } from "@/components/ui/text-form";
import { useIsPast } from "@/components/ui/time";
import { canProposal, type ExecutionView, type ProposalView } from "@/lib/remediation/contract";
import { ApproveDialog } from "./approve-dialog";
import { DecidedMeanwhile } from "./decided-meanwhile";
import { draftOf, ParamsFields, paramsOf } from "./params-fields";

type Props = {
  proposal: ProposalView;
  /** Whether its incident is: the worker sets it aside a moment later. */
  isResolved: boolean;
  /** While somebody is deciding, what they decide about must stay where it is. */
  onDeciding: (isDeciding: boolean) => void;
  onChange: () => void;
  onApproved: (execution: ExecutionView) => void;
};

export function Decision({ proposal, isResolved, onDeciding, onChange, onApproved }: Props) {
  const operate = useRoleReason("operate");
  const isOver = useIsPast(proposal.expires_at);
  const { pending, refusal, run, clear } = useAction<"approve" | "reject" | "change" | "note">();
  const [open, setOpen] = useState<"approve" | "reject" | "change" | null>(null);
  const [draft, setDraft] = useState(() => draftOf(proposal.params));
  // While their own decision is under way, what arrives first may be that decision itself.
  const isGone = !canProposal("approve", proposal.state) && pending === null;
  // Whoever was a moment too late must still read why: the decision of somebody else takes the buttons away, not the answer.
  if (isGone && open === null) return refusal && <Notice tone="bad">{refusal}</Notice>;

  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(proposal.params));
  const over = isResolved
    ? "The incident is resolved; nothing is left to decide"
    : isOver
      ? "This proposal has expired; ask for a new one"
      : null;
  const turnTo = (what: typeof open) => {
    setOpen(what);
    onDeciding(what !== null);
  };
  const show = (what: typeof open) => {
    clear();
    turnTo(what);
  };
  const decide = async (name: NonNullable<typeof pending>, work: () => Promise<unknown>) => {
    const isDone = await run(name, async () => {
      await work();
      turnTo(null);
    });
    // Also after a refusal: it usually means that the proposal is no longer what is shown.
    onChange();
    return isDone;
  };
  const path = `/proposals/${proposal.id}`;
  const approve = (contentHash: string) =>
    decide("approve", async () =>
      onApproved(await post<ExecutionView>(`${path}/approve`, { content_hash: contentHash })),
    );

  // What was written stays; somebody else's decision only changes what can be done with it.
  const asNote = isGone && {
    submit: "Keep it as a note",
    tone: "plain" as const,
    busy: pending === "note",
    onSubmit: (text: string) => decide("note", () => post(`/incidents/${proposal.incident_id}/notes`, { text })),
  };

  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      {isGone && open !== "approve" && <DecidedMeanwhile proposal={proposal} />}
      {refusal && open !== "approve" && <Notice tone="bad">{refusal}</Notice>}
      {open !== "reject" && open !== "change" && (
        <div className="flex flex-wrap gap-2">
          <Button tone="primary" reason={operate ?? over} onClick={() => show("approve")} aria-haspopup="dialog">
            Approve…
          </Button>
          <Button reason={operate ?? over} onClick={() => show("reject")}>
            Reject
          </Button>
          <Button reason={operate ?? over} onClick={() => show("change")}>
            Request changes
          </Button>
        </div>
      )}
      <ApproveDialog
        proposal={proposal}
        open={open === "approve"}
        isGone={isGone}
        busy={pending === "approve"}
        refusal={refusal}
        onApprove={(contentHash) => void approve(contentHash)}
        onClose={() => open === "approve" && turnTo(null)}
      />
      {open === "reject" && (
        <TextForm
          label="Why not?"
          placeholder="The reason is kept in the timeline and the audit trail."
          submit="Reject"
          tone="danger"
          limit={2_000}
          busy={pending === "reject"}
          onSubmit={(reason) => decide("reject", () => post(`${path}/reject`, { reason }))}
          {...asNote}
          onCancel={() => show(null)}
        />
      )}
      {open === "change" && (
        <TextForm
          label="What should be different?"
          placeholder={
            isChanged
              ? "Nightshift measures and proposes anew with these arguments."
              : "The proposal is set aside with your comment; nothing runs."
          }
          submit="Request changes"
          limit={2_000}
          busy={pending === "change"}
          onSubmit={(comment) =>
            decide("change", () =>
              post(`${path}/request-changes`, {
                comment,
                // Without new arguments the comment sets the proposal aside, for people to talk about.
                ...(isChanged && { params: paramsOf(draft, proposal.params) }),
              }),
            )
          }
          {...asNote}
          onCancel={() => show(null)}
        >
          {!isGone && <ParamsFields draft={draft} onChange={setDraft} />}
        </TextForm>
      )}
    </div>
  );
}
