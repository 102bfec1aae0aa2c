"use client"; // Asks before an integration is deleted.

import { useRouter } from "next/navigation";
import { useState } from "react";
import { remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Notice } from "@/components/ui/notice";
import { pathOf } from "./paths";
import { useIntegration } from "./use-integration";

export function DeleteCard() {
  const { integration, refresh } = useIntegration();
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const { pending, refusal, run, clear } = useAction<"delete">();
  const ask = (open: boolean) => {
    clear();
    // How many incidents it concerns is asked for anew.
    if (open) refresh();
    setAsking(open);
  };
  const { open_incidents: open } = integration;
  const end = () =>
    run("delete", async () => {
      await remove(pathOf(integration.name));
      router.push("/integrations");
    });
  return (
    <Card title="Delete">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-64 text-sm text-muted">
          Its address and its secrets end. Incidents that it opened stay.
        </p>
        <Button small onClick={() => ask(true)}>
          Delete {integration.name}
        </Button>
      </div>
      <Dialog title={`Delete ${integration.name}?`} open={isAsking} onClose={() => ask(false)}>
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">
            Within two seconds nothing that is sent there arrives any more, and the sender is told that there is
            nothing. Incidents that it opened stay, open ones too. That cannot be undone. To send it away for a while,
            pause it.
          </p>
          {open > 0 && (
            <Notice tone="warn">
              {open === 1 ? "One open incident waits" : `${open.toLocaleString("en")} open incidents wait`} for its word
              that what it reported is over. It will never come: somebody has to look and resolve{" "}
              {open === 1 ? "that one" : "those"}.
            </Notice>
          )}
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          <DialogActions
            submit="Delete it"
            tone="danger"
            busy={pending !== null}
            onSubmit={end}
            onCancel={() => ask(false)}
          />
        </div>
      </Dialog>
    </Card>
  );
}
