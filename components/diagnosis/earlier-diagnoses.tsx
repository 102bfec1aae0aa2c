"use client"; // Hears of diagnoses that take the place of others.

import Link from "next/link";
import { useState } from "react";
import { get } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { Button } from "@/components/ui/button";
import { ChevronIcon } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import type { DiagnosisSummary } from "@/lib/diagnosis/contract";
import type { Page } from "@/lib/platform/contract";
import { withoutCitations } from "./citations";

type Props = {
  incidentId: string;
  initial: Page<DiagnosisSummary>;
  /** Those that the page shows as what speaks now. */
  shownIds: readonly (string | undefined)[];
};

const MORE = 20;
const MOST = 100;

/** What was concluded before something else took its place, folded, each with a page of its own. */
export function EarlierDiagnoses({ incidentId, initial, shownIds }: Props) {
  const [diagnoses, setDiagnoses] = useState(initial);
  const [size, setSize] = useState(initial.page_size);
  const { pending, refusal, run } = useAction<"more">();
  const read = async (pageSize: number, signal?: AbortSignal) => {
    setDiagnoses(await get<Page<DiagnosisSummary>>(`/incidents/${incidentId}/diagnoses?page_size=${pageSize}`, signal));
  };
  const refresh = useRefresh((signal) => read(size, signal));
  useLiveEvent("incident:changed", ({ id }) => {
    if (id === incidentId) refresh();
  });
  const earlier = diagnoses.items.filter(({ id }) => !shownIds.includes(id));
  if (earlier.length === 0) return null;
  return (
    <section aria-label="Earlier diagnoses" className="rounded-xl border border-line bg-surface px-4 py-1">
      <details className="group">
        <summary className="flex min-h-11 items-center gap-2">
          <ChevronIcon className="size-4 motion-safe:transition-transform group-open:rotate-180" />
          <h2 className="text-sm font-semibold">Earlier diagnoses</h2>
        </summary>
        <ul className="divide-y divide-line pb-2">
          {earlier.map((diagnosis) => (
            <li key={diagnosis.id} className="flex flex-col gap-0.5 py-2 text-sm wrap-anywhere">
              <Link
                href={`/incidents/${incidentId}/diagnoses/${diagnosis.id}`}
                className="font-medium text-accent hover:underline"
              >
                {cameTo(diagnosis)}
              </Link>
              <p className="text-xs text-muted">
                by {diagnosis.engine === "rules" ? "rules" : (diagnosis.model ?? "Claude")},{" "}
                <Ago at={diagnosis.started_at} />
                {diagnosis.root_cause && `, ${Math.round(diagnosis.root_cause.confidence * 100)} % sure`}
              </p>
            </li>
          ))}
        </ul>
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        {diagnoses.has_next && size < MOST && (
          <Button
            small
            tone="quiet"
            busy={pending === "more"}
            onClick={() =>
              run("more", async () => {
                const next = Math.min(size + MORE, MOST);
                await read(next);
                setSize(next);
              })
            }
          >
            Show older ones
          </Button>
        )}
        {diagnoses.has_next && size >= MOST && (
          <p className="pb-2 text-sm text-muted">
            The API has the older ones, at /api/v1/incidents/{incidentId}/diagnoses.
          </p>
        )}
      </details>
    </section>
  );
}

const MOST_LETTERS = 200;

/** In a sentence, as far as one fits a line or two. */
function cameTo({ state, root_cause: cause, summary }: DiagnosisSummary): string {
  const said = cause ? withoutCitations(cause.statement) : summary;
  const text = said.length > MOST_LETTERS ? `${said.slice(0, MOST_LETTERS).replace(/\s+\S*$/, "")}…` : said;
  if (state === "running") return "Still under way";
  return { completed: text, inconclusive: `Without a cause: ${text}`, failed: `Failed: ${text}` }[state];
}
