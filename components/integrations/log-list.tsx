"use client"; // The log is live.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { Badge, type Tone } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import { FilterLinks } from "@/components/ui/filter-links";
import { RingMark, SquareMark, TriangleMark } from "@/components/ui/icons";
import { Ago } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import type { IntegrationLogView, LogLevel } from "@/lib/integrations/contract";
import { pathOf } from "./paths";
import { useIntegration } from "./use-integration";
import { INTEGRATION_GAP_MS } from "./use-integrations";

const looks: Record<LogLevel, { tone: Tone; word: string; Mark: typeof RingMark }> = {
  info: { tone: "quiet", word: "Info", Mark: RingMark },
  warning: { tone: "warn", word: "Warning", Mark: SquareMark },
  error: { tone: "bad", word: "Error", Mark: TriangleMark },
};

type Props = { initial: IntegrationLogView[]; level: LogLevel | null };

/** What happened with an integration, newest first. */
export function LogList({ initial, level }: Props) {
  const { integration } = useIntegration();
  const [entries, setEntries] = useState(initial);
  const { id, name } = integration;
  const search = level ? `?level=${level}` : "";
  const refresh = useRefresh(
    async (signal) => setEntries(await get<IntegrationLogView[]>(`${pathOf(name)}/logs${search}`, signal)),
    INTEGRATION_GAP_MS,
  );
  useLiveEvent("integration:changed", (changed) => {
    if (changed.id === id) refresh();
  });
  const choice = (to: LogLevel | null, word: string) => ({
    href: `${pathOf(name)}/log${to ? `?level=${to}` : ""}`,
    word,
    isChosen: to === level,
  });
  return (
    <>
      <FilterLinks
        label="Level"
        choices={[choice(null, "All"), choice("warning", "Warnings and errors"), choice("error", "Errors")]}
      />
      <section aria-label="Log" className="overflow-hidden rounded-xl border border-line bg-surface">
        {entries.length === 0 ? (
          <Empty title={level ? "Nothing went wrong" : "Nothing has happened yet"}>
            What is refused, cannot be read or cannot be said is written here. It is kept for 30 days.
          </Empty>
        ) : (
          <ul className="divide-y divide-line">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Entry({ entry: { at, level, message, data } }: { entry: IntegrationLogView }) {
  const { tone, word, Mark } = looks[level];
  const facts = Object.entries(data);
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
      <Badge tone={tone} mark={<Mark className="size-2.5" />}>
        {word}
      </Badge>
      <div className="min-w-0 flex-1 basis-60">
        <p className="wrap-anywhere">
          <Told text={message} />
        </p>
        {facts.length > 0 && (
          <dl className="mt-0.5 flex flex-wrap gap-x-4 text-xs text-muted">
            {facts.map(([name, value]) => (
              <div key={name} className="flex gap-1.5">
                <dt>{name.replaceAll("_", " ")}</dt>
                <dd className="wrap-anywhere">
                  <Told text={typeof value === "string" ? value : JSON.stringify(value)} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <Ago at={at} className="text-xs text-muted" />
    </li>
  );
}
