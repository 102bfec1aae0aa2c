"use client"; // Marks the place one is at, which changes without a new page.

import Link from "next/link";
import { usePathname } from "next/navigation";

/** The parts of one area of the product, side by side. */
export function SectionNav({ label, places }: { label: string; places: readonly { href: string; label: string }[] }) {
  const path = usePathname();
  // The one that says most about where one is: a page below a part belongs to it.
  const current = places
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0]?.href;
  return (
    <nav aria-label={label} className="flex flex-wrap border-b border-line">
      {places.map((place) => (
        <Link
          key={place.href}
          href={place.href}
          aria-current={current === place.href ? "page" : undefined}
          className={`-mb-px border-b-2 px-2 py-2 text-sm whitespace-nowrap ${
            current === place.href
              ? "border-accent font-medium text-ink"
              : "border-transparent text-muted hover:text-ink"
          }`}
        >
          {place.label}
        </Link>
      ))}
    </nav>
  );
}
