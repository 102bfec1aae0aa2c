"use client"; // Makes webhooks, shows a new secret once, and how the newest delivery went.

import Link from "next/link";
import { useState } from "react";
import { get, post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { HalfMark } from "@/components/ui/icons";
import { ShownOnce } from "@/components/ui/shown-once";
import { Ago } from "@/components/ui/time";
import type { NewWebhook, WebhookView } from "@/lib/outbound/contract";
import { SentBadge } from "./sent-badge";
import { WebhookDialog, type WebhookFields } from "./webhook-dialog";

export function WebhookList({ initial }: { initial: WebhookView[] }) {
  const [webhooks, setWebhooks] = useState(initial);
  const [made, setMade] = useState<NewWebhook | null>(null);
  const [isMaking, setMaking] = useState(false);
  const { pending, refusal, issues, run, clear } = useAction<"create">();
  const refresh = useRefresh(async (signal) => setWebhooks(await get<WebhookView[]>("/settings/webhooks", signal)));
  useLiveEvent("incident:changed", refresh);
  const ask = (open: boolean) => {
    clear();
    setMaking(open);
  };
  const create = async (fields: WebhookFields) => {
    const isDone = await run("create", async () => {
      setMade(await post<NewWebhook>("/settings/webhooks", fields));
      refresh();
    });
    if (isDone) setMaking(false);
  };
  const button = (
    <Button tone="primary" onClick={() => ask(true)}>
      New webhook
    </Button>
  );
  return (
    <>
      {made && <ShownOnce what={made.webhook.name} secret={made.secret} onPutAway={() => setMade(null)} />}
      <Card title="Webhooks" actions={webhooks.length > 0 && button}>
        {webhooks.length === 0 ? (
          <Empty title="Nobody is told yet" action={button}>
            A webhook tells another program what happens with incidents. Calls are signed the way PagerDuty signs its
            own V3 webhooks; what they carry is Nightshift's own, as the API shows it.
          </Empty>
        ) : (
          <ul className="divide-y divide-line rounded-lg border border-line">
            {webhooks.map((webhook) => (
              <Row key={webhook.id} webhook={webhook} />
            ))}
          </ul>
        )}
      </Card>
      <WebhookDialog
        webhook={null}
        open={isMaking}
        busy={pending !== null}
        refusal={refusal}
        issues={issues}
        onClose={() => ask(false)}
        onSave={create}
      />
    </>
  );
}

function Row({
  webhook: { id, name, url, events, is_paused: isPaused, paused_by_nightshift: gone, last_delivery: last },
}: {
  webhook: WebhookView;
}) {
  return (
    <li>
      <Link
        href={`/settings/webhooks/${id}`}
        data-row
        className="flex flex-col gap-1 px-3 py-3 hover:bg-sunken focus-visible:-outline-offset-2"
      >
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{name}</span>
          {isPaused && (
            <Badge tone="warn" mark={<HalfMark className="size-2.5" />}>
              {gone ? "Paused by Nightshift" : "Paused"}
            </Badge>
          )}
          {last ? (
            <span className="ml-auto flex items-center gap-2 text-sm text-muted">
              <SentBadge state={last.state} />
              <Ago at={last.at} inLink />
            </span>
          ) : (
            <span className="ml-auto text-sm text-muted">Nothing sent yet</span>
          )}
        </span>
        <code className="verbatim text-muted">{url}</code>
        {gone && (
          <span className="text-sm text-warn">
            {gone.why} <Ago at={gone.at} inLink />.
          </span>
        )}
        {last?.problem && <span className="line-clamp-2 text-sm text-bad wrap-anywhere">{last.problem}</span>}
        <span className="text-xs text-muted">
          {events.length === 0 ? "hears of everything" : `hears of ${events.length} kinds of events`}
        </span>
      </Link>
    </li>
  );
}
