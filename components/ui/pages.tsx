import Link from "next/link";
import type { ReactNode } from "react";
import type { Page } from "@/lib/platform/contract";
import { Empty } from "./empty";

type Props = {
  page: Pick<Page<unknown>, "items" | "total" | "page" | "page_size" | "has_next">;
  hrefOf: (page: number) => string;
};

/** What stands where a page lists nothing: that there is no such page, with the way to the last one; `children` where nothing is there at all. */
export function EmptyPage({ page, hrefOf, children }: Props & { children: ReactNode }) {
  const last = Math.max(1, Math.ceil(page.total / page.page_size));
  if (page.page <= last) return children;
  return (
    <Empty
      title={`There is no page ${page.page.toLocaleString("en")}`}
      action={
        <Link
          href={hrefOf(last)}
          className="inline-flex min-h-10 items-center rounded-lg border border-line-strong bg-raised px-3.5 text-sm font-medium hover:border-ink"
        >
          {last === 1 ? "To the first page" : `To page ${last.toLocaleString("en")}, the last`}
        </Link>
      }
    >
      {page.total === 0 ? "Nothing is left of this list." : `The list has ${page.total.toLocaleString("en")} in all.`}
    </Empty>
  );
}

/** Where one is in a list that has pages, and the way to the next ones. Nothing where one page holds it all, or there is no such page. */
export function Pages({ page, hrefOf }: Props) {
  const first = (page.page - 1) * page.page_size + 1;
  const link = "rounded-md border border-line-strong px-2.5 py-1 font-medium text-ink hover:border-ink";
  if (page.page === 1 && !page.has_next) return null;
  if (page.page > 1 && page.items.length === 0) return null;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-between gap-3 border-t border-line px-4 py-2.5 text-sm text-muted"
    >
      <span>{`${first}–${first + page.items.length - 1} of ${page.total.toLocaleString("en")}`}</span>
      <span className="flex gap-2">
        {page.page > 1 && (
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
