import Link from "next/link";
import type { Page } from "@/lib/platform/contract";

type Props = {
  page: Pick<Page<unknown>, "items" | "total" | "page" | "page_size" | "has_next">;
  hrefOf: (page: number) => string;
};

/** Where one is in a list that has pages, and the way to the next ones. Nothing where one page holds it all. */
export function Pages({ page, hrefOf }: Props) {
  const first = (page.page - 1) * page.page_size + 1;
  const link = "rounded-md border border-line-strong px-2.5 py-1 font-medium text-ink hover:border-ink";
  if (page.page === 1 && !page.has_next) return null;
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-between gap-3 border-t border-line px-4 py-2.5 text-sm text-muted"
    >
      <span>
        {page.items.length === 0
          ? `${page.total.toLocaleString("en")} in all`
          : `${first}–${first + page.items.length - 1} of ${page.total.toLocaleString("en")}`}
      </span>
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
