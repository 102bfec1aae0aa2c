"use client"; // The log is live.

import Link from "next/link";
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
              <Entry key={entry.id} name={name} entry={entry} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Entry({ name, entry: { at, level, message, data } }: { name: string; entry: IntegrationLogView }) {
  const { tone, word, Mark } = looks[level];
  // Ids lead to what they name; those of nothing that has a page are for programs.
  const facts = Object.entries(data).filter(([fact]) => !/(?:incident|delivery|word_back)_id$/.test(fact));
  const links = [
    typeof data.incident_id === "string" && { href: `/incidents/${data.incident_id}`, word: "The incident" },
    typeof data.delivery_id === "string" && {
      href: `${pathOf(name)}/deliveries/${data.delivery_id}`,
      word: "The delivery",
    },
  ].filter((link) => link !== false);
  return (
    <li className="grid grid-cols-[1fr_auto] items-baseline gap-x-3 gap-y-1 px-4 py-2.5 text-sm sm:grid-cols-[5.5rem_1fr_auto]">
      <span>
        <Badge tone={tone} mark={<Mark className="size-2.5" />}>
          {word}
        </Badge>
      </span>
      <div className="min-w-0 max-sm:order-last max-sm:col-span-2">
        <p className="wrap-anywhere">
          <Told text={message} />
        </p>
        {facts.length > 0 && (
          <dl className="mt-0.5 flex flex-wrap gap-x-4 text-xs text-muted">
            {facts.map(([fact, value]) => (
              <div key={fact} className="flex gap-1.5">
                <dt>{fact.replaceAll("_", " ")}</dt>
                <dd className="wrap-anywhere">
                  <Told text={typeof value === "string" ? value : JSON.stringify(value)} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        {links.length > 0 && (
          <p className="mt-0.5 flex gap-x-4 text-xs">
            {links.map(({ href, word: what }) => (
              <Link key={href} href={href} className="font-medium text-accent underline">
                {what}
              </Link>
            ))}
          </p>
        )}
      </div>
      <Ago at={at} className="text-xs text-muted" />
    </li>
  );
}
