"use client"; // Marks the place one is at, which changes without a new page.

import Link from "next/link";
import { usePathname } from "next/navigation";

const places = [
  { href: "/settings/members", label: "Members" },
  { href: "/settings/api-keys", label: "API keys" },
  { href: "/settings/security", label: "Your account" },
  { href: "/settings/sessions", label: "Your sessions" },
] as const;

/** The parts of the settings. */
export function SettingsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="flex gap-1 overflow-x-auto border-b border-line">
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
