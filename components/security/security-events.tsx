import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import { SecuritySeverity } from "@/lib/auth/contract";
import type { SecurityEventPage } from "@/lib/security/contract";
import { SeverityBadge } from "./severity-badge";

type Props = { page: SecurityEventPage; severity: SecuritySeverity | null; days: number };

const hrefOf = (severity: SecuritySeverity | null, cursor?: string): string => {
  const params = new URLSearchParams({ ...(severity && { severity }), ...(cursor && { cursor }) });
  return `/security/events${params.size > 0 ? `?${params}` : ""}`;
};

/** What happened at the door. */
export function SecurityEvents({ page, severity, days }: Props) {
  return (
    <Card title="Security events" note={`${page.total_is_exact ? "" : "more than "}${page.total} in ${days} days`}>
      <nav aria-label="Severity" className="-mx-1 mb-2 flex gap-1 overflow-x-auto">
        {[null, ...SecuritySeverity.options.toReversed()].map((one) => (
          <Link
            key={one ?? "all"}
            href={hrefOf(one)}
            aria-current={one === severity ? "page" : undefined}
            className={`rounded-lg px-3 py-1.5 text-sm whitespace-nowrap capitalize ${
              one === severity ? "bg-ink font-medium text-bg" : "text-muted hover:bg-sunken hover:text-ink"
            }`}
          >
            {one ?? "All"}
          </Link>
        ))}
      </nav>
      {page.items.length === 0 && <p className="py-4 text-sm text-muted">Nothing of this kind happened.</p>}
      <ul className="divide-y divide-line">
        {page.items.map((event) => (
          <li key={event.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2 text-sm">
            <SeverityBadge severity={event.severity} />
            <span className="min-w-0 flex-1 basis-60 wrap-anywhere">{event.text}</span>
            <span className="font-mono text-xs text-muted">{event.address}</span>
            <span className="text-xs text-muted">
              <Ago at={event.at} />
            </span>
          </li>
        ))}
      </ul>
      {page.next_cursor && (
        <Link href={hrefOf(severity, page.next_cursor)} className="mt-2 inline-block text-sm font-medium text-accent">
          Older
        </Link>
      )}
    </Card>
  );
}
