"use client"; // The figures are live.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { Card } from "@/components/ui/card";
import { took } from "@/components/ui/duration";
import { FilterLinks } from "@/components/ui/filter-links";
import { outcomeWords } from "@/lib/alerts/contract";
import type { IntegrationMetrics } from "@/lib/outbound/contract";
import { DeliveryBars } from "./delivery-bars";
import { pathOf } from "./paths";
import { type Period, periods } from "./periods";
import { useIntegration } from "./use-integration";

const GAP_MS = 5_000;
const count = (number: number) => number.toLocaleString("en");

export function MetricsCard({ initial, period }: { initial: IntegrationMetrics; period: Period }) {
  const { integration } = useIntegration();
  const [metrics, setMetrics] = useState(initial);
  const { id, name } = integration;
  const refresh = useRefresh(
    async (signal) => setMetrics(await get<IntegrationMetrics>(`${pathOf(name)}/metrics?period=${period}`, signal)),
    GAP_MS,
  );
  useLiveEvent("integration:changed", (changed) => {
    if (changed.id === id) refresh();
  });
  const { received, failed, refused, processing_ms: processing, words_back: words, outcomes } = metrics;
  const facts: [string, string][] = [
    ["Received", count(received)],
    ["Failed", count(failed)],
    ["Refused", count(refused)],
    ["Median time (p50)", processing ? took(processing.p50) : "–"],
    ["95 of 100 within (p95)", processing ? took(processing.p95) : "–"],
  ];
  if (integration.source === "pagerduty")
    facts.push(["Words back sent", `${count(words.sent)}, ${count(words.failed)} failed`]);
  return (
    <Card
      title="What came"
      actions={
        <FilterLinks
          label="Period"
          choices={periods.map(({ period: one, word }) => ({
            href: `${pathOf(name)}${one === "1h" ? "" : `?period=${one}`}`,
            word,
            isChosen: one === period,
          }))}
        />
      }
    >
      <div className="flex flex-col gap-4">
        <DeliveryBars metrics={metrics} />
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          {facts.map(([what, figure]) => (
            <div key={what}>
              <dt className="text-xs text-muted">{what}</dt>
              <dd className="font-semibold tabular-nums">{figure}</dd>
            </div>
          ))}
        </dl>
        {outcomes.length > 0 && (
          <div>
            <h3 className="text-xs text-muted">What became of the alerts</h3>
            <ul className="mt-1 flex flex-col gap-0.5 text-sm">
              {outcomes.map(({ outcome, count: many }) => (
                <li key={outcome} className="flex gap-2">
                  <span className="min-w-8 text-right font-semibold tabular-nums">{count(many)}</span>
                  <span className="min-w-0">{outcomeWords[outcome]}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Card>
  );
}
