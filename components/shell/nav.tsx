"use client"; // Marks the place one is at, which changes without a new page.

import Link from "next/link";
import { usePathname } from "next/navigation";
import { IncidentIcon, IntegrationIcon, OverviewIcon, SandboxIcon, ServiceIcon } from "@/components/ui/icons";

const places = [
  { href: "/", label: "Overview", Icon: OverviewIcon },
  { href: "/incidents", label: "Incidents", Icon: IncidentIcon },
  { href: "/services", label: "Services", Icon: ServiceIcon },
  { href: "/integrations", label: "Integrations", Icon: IntegrationIcon },
  { href: "/sandbox", label: "Sandbox", Icon: SandboxIcon },
] as const;

const isAt = (href: string, path: string) =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);

export function TopNav() {
  const path = usePathname();
  return (
    <nav aria-label="Main" className="hidden items-center gap-1 md:flex">
      {places.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={isAt(href, path) ? "page" : undefined}
          className={`rounded-md px-2.5 py-1.5 text-sm ${
            isAt(href, path) ? "bg-sunken font-medium text-ink" : "text-muted hover:text-ink"
          }`}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

export function BottomNav() {
  const path = usePathname();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-5 border-t border-line bg-surface pb-safe md:hidden"
    >
      {places.map(({ href, label, Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={isAt(href, path) ? "page" : undefined}
          className={`flex h-14 flex-col items-center justify-center gap-0.5 text-[0.6875rem] ${
            isAt(href, path) ? "font-semibold text-accent" : "text-muted"
          }`}
        >
          <Icon className="size-5" />
          {label}
        </Link>
      ))}
    </nav>
  );
}
