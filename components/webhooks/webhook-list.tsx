"use client"; // Makes webhooks, shows a new secret once, and how the newest delivery went.

import Link from "next/link";
import { useState } from "react";
import { get, post } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { HalfMark } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { SecretShownOnce } from "@/components/ui/shown-once";
import { Ago } from "@/components/ui/time";
import { useQuestion } from "@/components/ui/use-question";
import type { NewWebhook, WebhookView } from "@/lib/outbound/contract";
import { SentBadge } from "./sent-badge";
import { WebhookDialog, type WebhookFields } from "./webhook-dialog";

export function WebhookList({ initial }: { initial: WebhookView[] }) {
  const [webhooks, setWebhooks] = useState(initial);
  // Each secret is shown once, so it stays until it is put away, whatever is made after it.
  const [made, setMade] = useState<readonly NewWebhook[]>([]);
  const { asked, ask, answer, late, said } = useQuestion<"make">();
  const refresh = useRefresh(async (signal) => setWebhooks(await get<WebhookView[]>("/settings/webhooks", signal)));
  useLiveEvent("incident:changed", refresh);
  useLiveEvent("settings:changed", refresh);
  const create = (fields: WebhookFields) =>
    answer(async () => {
      const next = await post<NewWebhook>("/settings/webhooks", fields);
      setMade((before) => [next, ...before]);
      refresh();
    });
  const button = (
    <Button tone="primary" onClick={() => ask("make")}>
      New webhook
    </Button>
  );
  return (
    <>
      {made.map((one) => (
        <SecretShownOnce
          key={one.webhook.id}
          what={one.webhook.name}
          secret={one.secret}
          onPutAway={() => setMade((before) => before.filter((other) => other !== one))}
        />
      ))}
      {late && <Notice tone="bad">{late}</Notice>}
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
      <WebhookDialog {...said} webhook={null} open={asked !== null} onSave={create} />
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
