"use client"; // Changes, tests and rotates a webhook, and shows a new secret once.

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { z } from "zod";
import { get, patch, post, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRefresh } from "@/components/live/use-refresh";
import { BackLink } from "@/components/ui/back-link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { HalfMark } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { ShownOnce } from "@/components/ui/shown-once";
import { Ago } from "@/components/ui/time";
import type { ChangeWebhook, NewWebhook, WebhookDeliveryView, WebhookView } from "@/lib/outbound/contract";
import type { Page } from "@/lib/platform/contract";
import { WebhookDeliveries } from "./webhook-deliveries";
import { WebhookDialog, type WebhookFields } from "./webhook-dialog";
import { DeleteWebhook, RotateWebhook } from "./webhook-questions";
import { WebhookSecrets } from "./webhook-secrets";

type Asked = "change" | "rotate" | "delete";
type Props = {
  initial: WebhookView;
  deliveries: Page<WebhookDeliveryView>;
  state: WebhookDeliveryView["state"] | null;
};

export function WebhookScreen({ initial, deliveries, state }: Props) {
  const router = useRouter();
  const [webhook, setWebhook] = useState(initial);
  const [secret, setSecret] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  // Counted, so that the list is read again after each.
  const [tests, setTests] = useState(0);
  const { pending, refusal, issues, run, clear } = useAction<Asked | "test" | "pause" | "end">();
  const path = `/settings/webhooks/${webhook.id}`;
  const ask = (next: Asked | null) => {
    clear();
    setAsked(next);
  };
  // A try may end with the webhook paused.
  const refresh = useRefresh(async (signal) => {
    const all = await get<WebhookView[]>("/settings/webhooks", signal);
    setWebhook((before) => all.find(({ id }) => id === before.id) ?? before);
  });
  const change = (changes: z.input<typeof ChangeWebhook>) => async () => {
    setWebhook(await patch<WebhookView>(path, changes));
    // One that was read meanwhile may be older.
    refresh();
  };
  const answered = async (name: Asked, work: () => Promise<void>) => {
    if (await run(name, work)) setAsked(null);
  };
  const save = (fields: WebhookFields) => answered("change", change(fields));
  const rotate = () =>
    answered("rotate", async () => {
      const made = await post<NewWebhook>(`${path}/rotate`);
      setWebhook(made.webhook);
      setSecret(made.secret);
    });
  const end = (id: string) => run("end", async () => setWebhook(await remove<WebhookView>(`${path}/secrets/${id}`)));
  const test = () =>
    run("test", async () => {
      await post<WebhookDeliveryView>(`${path}/test`);
      setTests((before) => before + 1);
    });
  const drop = () =>
    answered("delete", async () => {
      await remove(path);
      router.push("/settings/webhooks");
    });
  const { paused_by_nightshift: gone } = webhook;
  const said = { busy: pending !== null, refusal, onClose: () => ask(null) };
  return (
    <>
      <header className="flex flex-col gap-1">
        <BackLink href="/settings/webhooks" to="Webhooks" />
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{webhook.name}</h1>
          {webhook.is_paused && (
            <Badge tone="warn" mark={<HalfMark className="size-2.5" />}>
              {gone ? "Paused by Nightshift" : "Paused"}
            </Badge>
          )}
        </div>
        <code className="verbatim">{webhook.url}</code>
        <p className="text-sm text-muted">
          Hears of {webhook.events.length === 0 ? "everything" : webhook.events.join(", ")}. Made by{" "}
          {webhook.created_by} <Ago at={webhook.created_at} />.
        </p>
      </header>
      {secret && <ShownOnce what={webhook.name} secret={secret} onPutAway={() => setSecret(null)} />}
      {webhook.is_paused && (
        <Notice tone="warn">
          {gone ? (
            <>
              Nightshift paused it <Ago at={gone.at} />. {gone.why}, which says that nobody will listen there again.
              Once the receiver is back, or the address is changed, press Resume.{" "}
            </>
          ) : (
            "It is paused. "
          )}
          Nothing is sent to it, and what happens meanwhile is not kept for it.
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          busy={pending === "test"}
          reason={webhook.is_paused ? "It is paused: resume it first" : null}
          onClick={test}
        >
          Send a test
        </Button>
        <Button onClick={() => ask("change")}>Change</Button>
        <Button busy={pending === "pause"} onClick={() => run("pause", change({ is_paused: !webhook.is_paused }))}>
          {webhook.is_paused ? "Resume" : "Pause"}
        </Button>
        <Button
          reason={webhook.secrets.length > 1 ? "Two secrets sign already; end one first" : null}
          onClick={() => ask("rotate")}
        >
          Rotate the secret
        </Button>
        <Button onClick={() => ask("delete")}>Delete</Button>
      </div>
      {!asked && refusal && <Notice tone="bad">{refusal}</Notice>}
      <WebhookSecrets secrets={webhook.secrets} busy={pending !== null} onEnd={end} />
      <WebhookDeliveries
        key={state}
        webhookId={webhook.id}
        initial={deliveries}
        state={state}
        tests={tests}
        onRead={refresh}
      />
      <WebhookDialog {...said} issues={issues} webhook={webhook} open={asked === "change"} onSave={save} />
      <RotateWebhook {...said} name={webhook.name} open={asked === "rotate"} onRotate={rotate} />
      <DeleteWebhook {...said} name={webhook.name} open={asked === "delete"} onDelete={drop} />
    </>
  );
}
