"use client"; // Others write while one looks.

import Link from "next/link";
import { useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { useRoleReason } from "@/components/shell/viewer";
import { Empty } from "@/components/ui/empty";
import { SearchIcon } from "@/components/ui/icons";
import { EmptyPage, Pages } from "@/components/ui/pages";
import { Ago } from "@/components/ui/time";
import type { ArticleSummary } from "@/lib/knowledge/contract";
import type { Page } from "@/lib/platform/contract";
import { About } from "./about";
import { articlePath, KNOWLEDGE_PATH } from "./paths";

const button =
  "inline-flex min-h-10 items-center rounded-lg border border-line-strong bg-raised px-3.5 text-sm font-medium hover:border-ink";

type Props = { initial: Page<ArticleSummary>; query: string };

export function ArticleList({ initial, query }: Props) {
  const [page, setPage] = useState(initial);
  const reason = useRoleReason("respond");
  const paramsOf = (number: number) =>
    new URLSearchParams({ ...(query && { query }), ...(number > 1 && { page: String(number) }) }).toString();
  const hrefOf = (number: number) => `${KNOWLEDGE_PATH}?${paramsOf(number)}`;
  const refresh = useRefresh(async (signal) =>
    setPage(await get<Page<ArticleSummary>>(`${KNOWLEDGE_PATH}?${paramsOf(initial.page)}`, signal)),
  );
  useLiveEvent("settings:changed", refresh);
  const write = !reason && (
    <Link href={`${KNOWLEDGE_PATH}/new`} className={button}>
      Write an article
    </Link>
  );
  return (
    <>
      {/* A plain form: it works without scripts, and what it asks for stands in the address. */}
      <search>
        <form action={KNOWLEDGE_PATH} className="flex flex-wrap gap-2">
          <label className="relative min-w-0 flex-1 basis-56">
            <span className="sr-only">Words of an article</span>
            <SearchIcon className="pointer-events-none absolute top-3 left-2.5 size-4 text-muted" />
            <input
              type="search"
              name="query"
              data-search
              defaultValue={query}
              placeholder="Words, a tag, a service or a fault…"
              className="min-h-10 w-full rounded-lg border border-line-strong bg-raised px-2.5 pl-8 text-sm"
            />
          </label>
          <button type="submit" className={button}>
            Search
          </button>
          {write}
        </form>
      </search>
      <section aria-label="Articles" className="overflow-hidden rounded-xl border border-line bg-surface">
        {page.items.length === 0 ? (
          <EmptyPage page={page} hrefOf={hrefOf}>
            <Empty title={query ? "No article has such words" : "Nothing is written down yet"}>
              {query
                ? "Fewer or other words may find one."
                : "Write what the next person on call should know. Articles are shown with incidents of their fault or service, and the investigator reads them."}
            </Empty>
          </EmptyPage>
        ) : (
          <ul className="divide-y divide-line">
            {page.items.map((article) => (
              <li key={article.id} className="flex flex-col gap-1 px-4 py-3">
                <Link href={articlePath(article.id)} className="font-medium text-accent hover:underline wrap-anywhere">
                  {article.title}
                </Link>
                <p className="text-sm text-muted wrap-anywhere">{article.beginning}</p>
                <About article={article} />
                <p className="text-xs text-muted">
                  changed by {article.updated_by} <Ago at={article.updated_at} />
                </p>
              </li>
            ))}
          </ul>
        )}
        <Pages page={page} hrefOf={hrefOf} />
      </section>
    </>
  );
}
