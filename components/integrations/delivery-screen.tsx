"use client"; // It can be replayed, and one that waits is dealt with while one looks.

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { get, post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { took } from "@/components/ui/duration";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import type { DeliveryDetail, DeliveryView } from "@/lib/alerts/contract";
import { DeliveryBadge, sizeText } from "./delivery-words";
import { ParsedAlerts } from "./parsed-alerts";
import { pathOf } from "./paths";
import { RawBody } from "./raw-body";
import { useIntegration } from "./use-integration";

export function DeliveryScreen({ initial }: { initial: DeliveryDetail }) {
  const { integration } = useIntegration();
  const router = useRouter();
  const [delivery, setDelivery] = useState(initial);
  const { pending, refusal, run } = useAction<"replay">();
  const path = `${pathOf(integration.name)}/deliveries`;
  const refresh = useRefresh(async (signal) => {
    // What has been dealt with does not change any more.
    if (delivery.state === "waiting") setDelivery(await get<DeliveryDetail>(`${path}/${delivery.id}`, signal));
  });
  useLiveEvent("integration:changed", ({ id }) => {
    if (id === integration.id) refresh();
  });
  const headers = Object.entries(delivery.headers);
  const replay = () =>
    run("replay", async () => {
      const { id } = await post<DeliveryView>(`${path}/${delivery.id}/replay`);
      router.push(`${path}/${id}`);
    });
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="text-lg font-semibold wrap-anywhere">{delivery.event_type ?? "A delivery"}</h2>
        <DeliveryBadge state={delivery.state} />
        <Button small className="sm:ml-auto" busy={pending === "replay"} onClick={replay}>
          Replay it
        </Button>
      </div>
      <p className="-mt-2 text-sm text-muted">
        Received <Ago at={delivery.received_at} />, {sizeText(delivery.size)}
        {delivery.processing_ms !== null && `, dealt with in ${took(delivery.processing_ms)}`}.
        {delivery.replay_of && (
          <>
            {" "}
            It replays{" "}
            <Link href={`${path}/${delivery.replay_of}`} className="font-medium text-accent underline">
              an earlier one
            </Link>{" "}
            by the settings as they are now, and counts as of when that one came.
          </>
        )}
      </p>
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      {delivery.problem && <Notice tone={delivery.state === "failed" ? "bad" : "warn"}>{delivery.problem}</Notice>}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ParsedAlerts delivery={delivery} />
        <div className="flex min-w-0 flex-col gap-4">
          <RawBody body={delivery.body} isCut={delivery.is_cut} />
          {headers.length > 0 && (
            <Card title="Headers">
              <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
                {headers.map(([name, value]) => (
                  <div key={name} className="contents">
                    <dt className="text-muted">{name}</dt>
                    <dd className="verbatim">{value}</dd>
                  </div>
                ))}
              </dl>
            </Card>
          )}
        </div>
      </div>
    </>
  );
}
