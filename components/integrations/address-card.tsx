"use client"; // Asks before the address is replaced.

import { useState } from "react";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Notice } from "@/components/ui/notice";
import { Paste } from "@/components/ui/paste";
import type { IntegrationDetail } from "@/lib/integrations/contract";
import { pathOf } from "./paths";
import { useIntegration } from "./use-integration";

/** Where the source sends to, and how to replace that. */
export function AddressCard() {
  const { integration, setIntegration } = useIntegration();
  const [isAsking, setAsking] = useState(false);
  const { pending, refusal, run, clear } = useAction<"renew">();
  const isKeyInBody = integration.source === "events-v2";
  const what = isKeyInBody ? "routing key" : "address";
  const ask = (open: boolean) => {
    clear();
    setAsking(open);
  };
  const renew = async () => {
    const isDone = await run("renew", async () =>
      setIntegration(await post<IntegrationDetail>(`${pathOf(integration.name)}/key`)),
    );
    if (isDone) setAsking(false);
  };
  return (
    <Card title="Address">
      <div className="flex flex-col gap-3">
        <Paste text={integration.address} label="the address" />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 basis-64 text-sm text-muted">
            {isKeyInBody
              ? "The routing key in the steps names this integration. Whoever has it can send."
              : "It holds a key. Whoever has it knows where to send, so treat it like a secret."}
          </p>
          <Button small onClick={() => ask(true)}>
            Replace the {what}
          </Button>
        </div>
      </div>
      <Dialog title={`Replace the ${what} of ${integration.name}?`} open={isAsking} onClose={() => ask(false)}>
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">
            The old {what} ends within two seconds. Until the source knows the new one, nothing comes in. Secrets stay
            as they are.
          </p>
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          <DialogActions
            submit={`Replace the ${what}`}
            tone="danger"
            busy={pending !== null}
            onSubmit={renew}
            onCancel={() => ask(false)}
          />
        </div>
      </Dialog>
    </Card>
  );
}
