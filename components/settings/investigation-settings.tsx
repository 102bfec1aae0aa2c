"use client"; // Spending grows while one looks.

import { useState } from "react";
import { get } from "@/components/api/request";
import { ShareBar } from "@/components/dashboard/share-bar";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { Card } from "@/components/ui/card";
import { dollars } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import type { InvestigationSettingsView } from "@/lib/diagnosis/contract";
import { LimitsForm } from "./limits-form";

export function InvestigationSettings({ initial }: { initial: InvestigationSettingsView }) {
  const [settings, setSettings] = useState(initial);
  const refresh = useRefresh(async (signal) =>
    setSettings(await get<InvestigationSettingsView>("/settings/investigation", signal)),
  );
  useLiveEvent("settings:changed", refresh);
  useLiveEvent("diagnosis:changed", refresh);
  const { claude, today, this_month: month, promised_usd: promised } = settings;
  return (
    <>
      {!claude.is_set_up && (
        <Notice tone="info" title="There is no key for Claude here.">
          The rules speak alone until whoever runs this installation sets ANTHROPIC_API_KEY.
        </Notice>
      )}
      <Card title="Spent" note={`with ${claude.model}`}>
        <dl className="grid gap-4 sm:grid-cols-2">
          <Spent name="Today" spent={today} limit={settings.usd_per_day} />
          <Spent name="This month" spent={month} limit={settings.usd_per_month} />
        </dl>
        <p className="mt-3 text-xs text-muted">
          Days and months begin at midnight UTC.
          {promised > 0 && ` Investigations under way may still spend ${dollars(promised)}.`}
          {!claude.is_price_known &&
            ` The price of ${claude.model} is not known to this version: a dear model's price is counted.`}
        </p>
      </Card>
      <LimitsForm settings={settings} onSaved={setSettings} />
    </>
  );
}

type SpentProps = { name: string; spent: InvestigationSettingsView["today"]; limit: number };

function Spent({ name, spent, limit }: SpentProps) {
  const { usd, answers, incidents } = spent;
  const isUsedUp = usd >= limit;
  return (
    <div className="flex flex-col">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-xl font-semibold tracking-tight tabular-nums">
        {dollars(usd)} <span className="text-sm font-normal text-muted">of {dollars(limit)}</span>
      </dd>
      <dd className="my-1.5">
        <ShareBar share={limit > 0 ? Math.min(1, usd / limit) : 1} className={isUsedUp ? "fill-bad" : "fill-accent"} />
      </dd>
      <dd className="text-xs text-muted">
        {isUsedUp && <strong className="font-semibold text-bad">Used up. </strong>}
        {answers === 0
          ? "Nothing was asked."
          : `${answers.toLocaleString("en")} ${answers === 1 ? "answer" : "answers"} about ${incidents.toLocaleString("en")} ${incidents === 1 ? "incident" : "incidents"}`}
      </dd>
    </div>
  );
}
