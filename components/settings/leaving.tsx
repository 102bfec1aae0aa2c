"use client"; // Leaves the organization.

import { useState } from "react";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Notice } from "@/components/ui/notice";
import type { KnownKey } from "@/lib/people/contract";
import { KnownKeys } from "./known-keys";

export function Leaving({ isLastOwner, keys }: { isLastOwner: boolean; keys: KnownKey[] }) {
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
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">You are signed out, and come back only if somebody invites you again.</p>
          <KnownKeys keys={keys} has="will end" />
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          <DialogActions
            submit="Leave"
            tone="danger"
            busy={pending === "leave"}
            onSubmit={leave}
            onCancel={() => setIsAsked(false)}
          />
        </div>
      </Dialog>
    </div>
  );
}
