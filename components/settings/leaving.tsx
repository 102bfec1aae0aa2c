"use client"; // Leaves the organization.

import { useState } from "react";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";

export function Leaving({ isLastOwner }: { isLastOwner: boolean }) {
  const { organization } = useViewer();
  const [isAsked, setIsAsked] = useState(false);
  const { pending, refusal, run } = useAction<"leave">();
  const leave = () =>
    run("leave", async () => {
      await post("/settings/members/leave");
      location.assign("/sign-in");
    });
  return (
    <div>
      <Button
        small
        reason={isLastOwner ? "You are the only owner: hand ownership over first" : null}
        onClick={() => setIsAsked(true)}
      >
        Leave {organization.name}
      </Button>
      <Dialog title={`Leave ${organization.name}?`} open={isAsked} onClose={() => setIsAsked(false)}>
        <p className="mt-2 text-sm">You are signed out, and come back only if somebody invites you again.</p>
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <Button tone="quiet" data-first-focus onClick={() => setIsAsked(false)}>
            Never mind
          </Button>
          <Button tone="danger" busy={pending === "leave"} onClick={leave}>
            Leave
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
