import Link from "next/link";
import { SearchIcon } from "@/components/ui/icons";
import { apiQuery, type LogQuery, writeQuery } from "./audit-query";

const look = "min-h-10 w-full rounded-lg border border-line-strong bg-raised px-2.5 text-sm";
const button =
  "inline-flex min-h-10 items-center rounded-lg border border-line-strong bg-raised px-3.5 text-sm font-medium hover:border-ink";

/** A plain form: it works without scripts, and what it asks for stands in the address. */
export function AuditFilters({ query }: { query: LogQuery }) {
  const { cursor: _, ...filters } = query;
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <form action="/security" aria-label="Filters" className="grid grid-cols-2 items-end gap-2 md:grid-cols-6">
      <label className="col-span-2 text-xs text-muted md:col-span-6 lg:col-span-2">
        Words
        <span className="relative block">
          <SearchIcon className="pointer-events-none absolute top-3 left-2.5 size-4 text-muted" />
          <input type="search" name="q" data-search defaultValue={query.q} maxLength={200} className={`${look} pl-8`} />
        </span>
      </label>
      <Text name="verb" label="What was done" value={query.verb} placeholder="proposal.approve" />
      <Text name="actor" label="By whom" value={query.actor} placeholder="Name, email, system" />
      <Text name="subject_kind" label="To what" value={query.subject_kind} placeholder="incident" />
      <Text name="subject_id" label="Its id" value={query.subject_id} />
      <label className="text-xs text-muted">
        From (UTC)
        <input type="date" name="from" defaultValue={query.from?.slice(0, 10)} className={look} />
      </label>
      <label className="text-xs text-muted">
        To (UTC)
        <input type="date" name="to" defaultValue={query.to?.slice(0, 10)} className={look} />
      </label>
      <div className="col-span-2 flex flex-wrap gap-2 md:col-span-4">
        <button type="submit" className={button}>
          Show
        </button>
        {isFiltered && (
          <Link href="/security" className={`${button} border-transparent bg-transparent text-muted`}>
            Show everything
          </Link>
        )}
        <a href={exportOf(filters, "csv")} download className={button}>
          Export CSV
        </a>
        <a href={exportOf(filters, "json")} download className={button}>
          Export NDJSON
        </a>
      </div>
    </form>
  );
}

const exportOf = (filters: LogQuery, format: "csv" | "json"): string =>
  `/api/v1/security/audit-logs/export${writeQuery({ ...apiQuery(filters) })}${Object.keys(filters).length > 0 ? "&" : "?"}format=${format}`;

type TextProps = { name: string; label: string; value: string | undefined; placeholder?: string };
const Text = ({ name, label, value, placeholder }: TextProps) => (
  <label className="text-xs text-muted">
    {label}
    <input name={name} defaultValue={value} maxLength={200} placeholder={placeholder} className={look} />
  </label>
);
