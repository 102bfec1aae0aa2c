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
import { draftOf, ParamsFields, paramsOf } from "./params-fields";

type Props = {
  proposal: ProposalView;
  /** Whether its incident is: the worker sets it aside a moment later. */
  isResolved: boolean;
  onChange: () => void;
  onApproved: (execution: ExecutionView) => void;
};

export function Decision({ proposal, isResolved, onChange, onApproved }: Props) {
  const operate = useRoleReason("operate");
  const isOver = useIsPast(proposal.expires_at);
  const { pending, refusal, run, clear } = useAction<"approve" | "reject" | "change">();
  const [open, setOpen] = useState<"approve" | "reject" | "change" | null>(null);
  const [draft, setDraft] = useState(() => draftOf(proposal.params));
  // Whoever was a moment too late must still read why: the decision of somebody else takes the buttons away, not the answer.
  if (!canProposal("approve", proposal.state)) return refusal && <Notice tone="bad">{refusal}</Notice>;

  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(proposal.params));
  const over = isResolved
    ? "The incident is resolved; nothing is left to decide"
    : isOver
      ? "This proposal has expired; ask for a new one"
      : null;
  const show = (what: typeof open) => {
    clear();
    setOpen(what);
  };
  const decide = async (name: "approve" | "reject" | "change", work: () => Promise<unknown>) => {
    const isDone = await run(name, work);
    if (isDone) setOpen(null);
    // Also after a refusal: it usually means that the proposal is no longer what is shown.
    onChange();
    return isDone;
  };
  const path = `/proposals/${proposal.id}`;
  const approve = (contentHash: string) =>
    decide("approve", async () =>
      onApproved(await post<ExecutionView>(`${path}/approve`, { content_hash: contentHash })),
    );

  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
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
        busy={pending === "approve"}
        refusal={refusal}
        onApprove={(contentHash) => void approve(contentHash)}
        onClose={() => setOpen((now) => (now === "approve" ? null : now))}
      />
      {open === "reject" && (
        <TextForm
          label="Why not?"
          placeholder="The reason is kept in the timeline and the audit trail."
          submit="Reject"
          tone="danger"
          maxLength={2_000}
          busy={pending === "reject"}
          onSubmit={(reason) => decide("reject", () => post(`${path}/reject`, { reason }))}
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
          maxLength={2_000}
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
          onCancel={() => show(null)}
        >
          <ParamsFields draft={draft} onChange={setDraft} />
        </TextForm>
      )}
    </div>
  );
}
