"use client"; // Changes, tests and rotates a webhook, and shows a new secret once.

import { useRouter } from "next/navigation";
import { useState } from "react";
import { patchAsRead } from "@/components/api/changes";
import { get, patch, post, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { BackLink } from "@/components/ui/back-link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { HalfMark } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { SecretShownOnce } from "@/components/ui/shown-once";
import { Ago } from "@/components/ui/time";
import { useQuestion } from "@/components/ui/use-question";
import type { NewWebhook, WebhookDeliveryView, WebhookView } from "@/lib/outbound/contract";
import type { Page } from "@/lib/platform/contract";
import { WebhookDeliveries } from "./webhook-deliveries";
import { WebhookDialog, type WebhookFields } from "./webhook-dialog";
import { DeleteWebhook, EndWebhookSecret, RotateWebhook } from "./webhook-questions";
import { WebhookSecrets } from "./webhook-secrets";

type Asked =
  // As it was read when the change began: what others change meanwhile must not be taken for known.
  | { what: "change"; as: WebhookView }
  | { what: "rotate" | "delete" }
  | { what: "end"; secret: WebhookView["secrets"][number] };
type Props = {
  initial: WebhookView;
  deliveries: Page<WebhookDeliveryView>;
  state: WebhookDeliveryView["state"] | null;
};

export function WebhookScreen({ initial, deliveries, state }: Props) {
  const router = useRouter();
  const [webhook, setWebhook] = useState(initial);
  const [isDeleted, setDeleted] = useState(false);
  // Each secret is shown once, so it stays until it is put away.
  const [made, setMade] = useState<readonly string[]>([]);
  // What somebody else has made of it while it was changed here, once that was shown.
  const [other, setOther] = useState<WebhookView | null>(null);
  // Counted, so that the list is read again after each.
  const [tests, setTests] = useState(0);
  const { asked, ask, answer, late, said } = useQuestion<Asked>();
  const { pending, refusal, run } = useAction<"test" | "pause">();
  const path = `/settings/webhooks/${webhook.id}`;
  // A try may end with the webhook paused, and others change and delete it.
  const refresh = useRefresh(async (signal) => {
    const all = await get<WebhookView[]>("/settings/webhooks", signal);
    const now = all.find(({ id }) => id === initial.id);
    setDeleted(now === undefined);
    if (now) setWebhook(now);
  });
  useLiveEvent("settings:changed", refresh);
  const put = (changed: WebhookView) => {
    setWebhook(changed);
    // One that was read meanwhile may be older.
    refresh();
  };
  const askAnew = (next: Asked) => {
    setOther(null);
    ask(next);
  };
  const save = (_: WebhookFields, changes: Partial<WebhookFields>) => {
    if (asked?.what !== "change") return;
    // Nothing was touched.
    if (Object.keys(changes).length === 0) return said.onClose();
    const { updated_at } = other ?? asked.as;
    void answer(async () => {
      const came = await patchAsRead<WebhookView>(path, { ...changes, updated_at });
      setOther(came.other);
      put(came.saved ?? came.other);
      return came.saved !== null;
    });
  };
  const rotate = () =>
    answer(async () => {
      const { webhook: rotated, secret } = await post<NewWebhook>(`${path}/rotate`);
      setWebhook(rotated);
      setMade((before) => [secret, ...before]);
    });
  const end = (id: string) => answer(async () => setWebhook(await remove<WebhookView>(`${path}/secrets/${id}`)));
  const pause = () => run("pause", async () => put(await patch<WebhookView>(path, { is_paused: !webhook.is_paused })));
  const test = () =>
    run("test", async () => {
      await post<WebhookDeliveryView>(`${path}/test`);
      setTests((before) => before + 1);
    });
  const drop = () =>
    answer(async () => {
      await remove(path);
      router.push("/settings/webhooks");
    });
  const { paused_by_nightshift: gone } = webhook;
  const deleted = isDeleted ? "It was deleted meanwhile" : null;
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
      {isDeleted && (
        <Notice tone="warn" title="This webhook was deleted.">
          Somebody did while you looked at it. Nothing is sent there any more.
        </Notice>
      )}
      {made.map((secret) => (
        <SecretShownOnce
          key={secret}
          what={webhook.name}
          secret={secret}
          onPutAway={() => setMade((before) => before.filter((other) => other !== secret))}
        />
      ))}
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
          reason={deleted ?? (webhook.is_paused ? "It is paused: resume it first" : null)}
          onClick={test}
        >
          Send a test
        </Button>
        <Button reason={deleted} onClick={() => askAnew({ what: "change", as: webhook })}>
          Change
        </Button>
        <Button reason={deleted} busy={pending === "pause"} onClick={pause}>
          {webhook.is_paused ? "Resume" : "Pause"}
        </Button>
        <Button
          reason={deleted ?? (webhook.secrets.length > 1 ? "Two secrets sign already; end one first" : null)}
          onClick={() => ask({ what: "rotate" })}
        >
          Rotate the secret
        </Button>
        <Button reason={deleted} onClick={() => ask({ what: "delete" })}>
          Delete
        </Button>
      </div>
      {(late ?? refusal) && <Notice tone="bad">{late ?? refusal}</Notice>}
      <WebhookSecrets secrets={webhook.secrets} reason={deleted} onEnd={(secret) => ask({ what: "end", secret })} />
      <WebhookDeliveries
        key={state}
        webhookId={webhook.id}
        initial={deliveries}
        state={state}
        tests={tests}
        onRead={refresh}
      />
      <WebhookDialog
        {...said}
        webhook={asked?.what === "change" ? asked.as : null}
        other={other}
        open={asked?.what === "change"}
        onSave={save}
      />
      <RotateWebhook {...said} name={webhook.name} open={asked?.what === "rotate"} onRotate={rotate} />
      <EndWebhookSecret {...said} secret={asked?.what === "end" ? asked.secret : null} onEnd={end} />
      <DeleteWebhook {...said} name={webhook.name} open={asked?.what === "delete"} onDelete={drop} />
    </>
  );
}
