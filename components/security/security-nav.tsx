"use client"; // Marks the place one is at, which changes without a new page.

import Link from "next/link";
import { usePathname } from "next/navigation";

const places = [
  { href: "/security", label: "Audit log" },
  { href: "/security/events", label: "Events and threats" },
  { href: "/security/report", label: "Compliance report" },
] as const;

/** The parts of the security area. */
export function SecurityNav() {
  const path = usePathname();
  return (
    <nav aria-label="Security" className="flex gap-1 overflow-x-auto border-b border-line">
      {places.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={path === href ? "page" : undefined}
          className={`-mb-px border-b-2 px-2.5 py-2 text-sm whitespace-nowrap ${
            path === href ? "border-accent font-medium text-ink" : "border-transparent text-muted hover:text-ink"
          }`}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
