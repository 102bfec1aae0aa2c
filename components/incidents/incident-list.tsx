"use client"; // The list is live.

import Link from "next/link";
import { Empty } from "@/components/ui/empty";
import { EmptyPage } from "@/components/ui/pages";
import { type IncidentSummary, MOST_COUNTED } from "@/lib/incidents/contract";
import type { Page } from "@/lib/platform/contract";
import { IncidentRow } from "./incident-row";
import { type IncidentQuery, widerQueries, writeQuery } from "./query";
import { useIncidentList } from "./use-incident-list";

type Props = { initial: Page<IncidentSummary>; query: IncidentQuery };

export function IncidentList({ initial, query }: Props) {
  const { page, newIds } = useIncidentList(initial, query);
  const wider = widerQueries(query);
  const hrefOf = (number: number) => `/incidents${writeQuery({ ...query, page: number })}`;
  return (
    <section aria-label="Incidents" className="overflow-hidden rounded-xl border border-line bg-surface">
      {page.items.length === 0 ? (
        <EmptyPage page={page} hrefOf={hrefOf}>
          {wider.length > (query.status === "all" ? 0 : 1) ? (
            <Empty
              title="Nothing matches"
              action={
                <ul className="flex flex-wrap justify-center gap-2">
                  {wider.map(({ words, query: one }) => (
                    <li key={words}>
                      <Link
                        href={`/incidents${writeQuery(one)}`}
                        className="inline-block rounded-lg border border-line-strong px-3 py-1.5 text-sm font-medium hover:border-ink"
                      >
                        {words}
                      </Link>
                    </li>
                  ))}
                </ul>
              }
            >
              No incident fits all of this. A search needs every word, or the beginning of it. See more with:
            </Empty>
          ) : (
            <Empty title={query.status === "open" ? "Nothing is broken" : "No incidents here"}>
              {query.status === "open"
                ? "No incident is open. A new one shows up here by itself, within a second."
                : "Incidents with this status will be listed here."}
            </Empty>
          )}
        </EmptyPage>
      ) : (
        <ul className="divide-y divide-line">
          {page.items.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} isNew={newIds.has(incident.id)} />
          ))}
        </ul>
      )}
      <Pages page={page} query={query} hrefOf={hrefOf} />
    </section>
  );
}

type PagesProps = { page: Page<IncidentSummary>; query: IncidentQuery; hrefOf: (page: number) => string };

function Pages({ page, query, hrefOf }: PagesProps) {
  const first = (page.page - 1) * page.page_size + 1;
  const isBound = Boolean(query.q || query.label) && page.total === MOST_COUNTED;
  const link = "rounded-md border border-line-strong px-2.5 py-1 font-medium hover:border-ink";
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-between gap-3 border-t border-line px-4 py-2.5 text-sm text-muted"
    >
      <span>
        {page.items.length === 0
          ? `${page.total.toLocaleString("en")} in all`
          : `${first}–${first + page.items.length - 1} of ${isBound ? "more than " : ""}${page.total.toLocaleString("en")}`}
      </span>
      <span className="flex gap-2">
        {page.page > 1 && page.items.length > 0 && (
          <Link href={hrefOf(page.page - 1)} className={link}>
            Newer
          </Link>
        )}
        {page.has_next && (
          <Link href={hrefOf(page.page + 1)} className={link}>
            Older
          </Link>
        )}
      </span>
    </nav>
  );
}
