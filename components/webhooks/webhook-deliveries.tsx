"use client"; // What waits is tried while one looks.

import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { get, post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { NextTry } from "@/components/outbound/word-back-list";
import { Button } from "@/components/ui/button";
import { took } from "@/components/ui/duration";
import { FilterLinks } from "@/components/ui/filter-links";
import { Notice } from "@/components/ui/notice";
import { EmptyPage, Pages } from "@/components/ui/pages";
import { Ago } from "@/components/ui/time";
import type { WebhookDeliveryView } from "@/lib/outbound/contract";
import type { Page } from "@/lib/platform/contract";
import { SentBadge, sentLooks } from "./sent-badge";

type State = WebhookDeliveryView["state"];
type Props = {
  webhookId: string;
  initial: Page<WebhookDeliveryView>;
  state: State | null;
  /** How many tests were sent from this page. */
  tests: number;
  onRead: () => void;
};

const LOOK_AGAIN_MS = 2_000;
const LOOK_AT_LEAST_EVERY_MS = 60_000;

export const webhookPath = (id: string, state: State | null, page = 1): string => {
  const params = new URLSearchParams({ ...(state && { state }), ...(page > 1 && { page: String(page) }) });
  return `/settings/webhooks/${id}${params.size > 0 ? `?${params}` : ""}`;
};

/** What was sent, or is to be, newest first. */
export function WebhookDeliveries({ webhookId, initial, state, tests, onRead }: Props) {
  const [page, setPage] = useState(initial);
  const { pending, refusal, run } = useAction<string>();
  const path = `/settings/webhooks/${webhookId}/deliveries`;
  const refresh = useRefresh(async (signal) => {
    const params = new URLSearchParams({ page: String(initial.page), ...(state && { state }) });
    setPage(await get<Page<WebhookDeliveryView>>(`${path}?${params}`, signal));
    onRead();
  });
  useLiveEvent("incident:changed", refresh);
  // Nobody tells how a try went, so whoever looks asks while one is on its way: more rarely the longer nothing comes of it.
  const waiting = page.items
    .filter(({ state: one }) => one === "waiting")
    .map(({ id, attempts }) => `${id} ${attempts}`);
  const underWay = waiting.join();
  const since = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try, or one more that waits, begins anew
  useEffect(() => {
    since.current = Date.now();
  }, [underWay]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is followed by another question
  useEffect(() => {
    if (underWay === "") return;
    const waitedMs = Date.now() - since.current;
    const timer = setTimeout(refresh, Math.min(LOOK_AT_LEAST_EVERY_MS, Math.max(LOOK_AGAIN_MS, waitedMs / 4)));
    return () => clearTimeout(timer);
  }, [page, underWay, refresh]);
  useEffect(() => {
    if (tests > 0) refresh();
  }, [tests, refresh]);
  const redeliver = async (id: string) => {
    await run(id, () => post(`${path}/${id}/redeliver`));
    refresh();
  };
  const hrefOf = (number: number) => webhookPath(webhookId, state, number);
  return (
    <div className="flex flex-col gap-2">
      <FilterLinks
        label="State"
        choices={([null, "waiting", "sent", "failed"] as const).map((one) => ({
          href: webhookPath(webhookId, one),
          word: one ? sentLooks[one].word : "All",
          isChosen: one === state,
        }))}
      />
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      <section aria-label="Deliveries" className="overflow-hidden rounded-xl border border-line bg-surface">
        <h2 className="px-4 pt-3 pb-2 text-[0.9375rem] font-semibold">Deliveries</h2>
        {page.items.length === 0 ? (
          <EmptyPage page={page} hrefOf={hrefOf}>
            <p className="px-4 pb-4 text-sm text-muted">{state ? "None of these." : "Nothing was sent yet."}</p>
          </EmptyPage>
        ) : (
          <ul className="divide-y divide-line border-t border-line">
            {page.items.map((delivery) => (
              <Row
                key={delivery.id}
                delivery={delivery}
                busy={pending === delivery.id}
                onRedeliver={() => redeliver(delivery.id)}
              />
            ))}
          </ul>
        )}
        <Pages page={page} hrefOf={hrefOf} />
      </section>
    </div>
  );
}

type RowProps = { delivery: WebhookDeliveryView; busy: boolean; onRedeliver: () => void };

function Row({ delivery, busy, onRedeliver }: RowProps) {
  const { state, event_type: event, attempts, last_status: status, duration_ms: ms, problem } = delivery;
  const facts = [
    status !== null && `answered ${status}`,
    ms !== null && `in ${took(ms)}`,
    attempts > 1 && `${attempts} tries`,
  ].filter(Boolean);
  return (
    <li className="flex flex-col gap-1 px-4 py-2.5 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <SentBadge state={state} />
        {delivery.incident_id ? (
          <Link href={`/incidents/${delivery.incident_id}`} className="font-medium hover:underline">
            {event}
          </Link>
        ) : (
          <span className="font-medium">{event}</span>
        )}
        <span className="ml-auto text-xs text-muted">
          <Ago at={delivery.created_at} />
        </span>
      </p>
      <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted tabular-nums">
        <span className="min-w-0 flex-1">
          {facts.join(", ") || "Not tried yet"}
          {state === "waiting" && delivery.next_attempt_at && attempts > 0 && (
            <>
              ; <NextTry at={delivery.next_attempt_at} />
            </>
          )}
        </span>
        {state !== "waiting" && (
          <Button small tone={state === "failed" ? "plain" : "quiet"} busy={busy} onClick={onRedeliver}>
            Send again
            <span className="sr-only">: {event}</span>
          </Button>
        )}
      </p>
      {problem && <p className="verbatim line-clamp-4 text-bad">{problem}</p>}
    </li>
  );
}
