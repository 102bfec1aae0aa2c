import Link from "next/link";
import { Empty } from "@/components/ui/empty";
import { Ago } from "@/components/ui/time";
import type { AuditEntryView, AuditPage } from "@/lib/audit/contract";
import { type LogQuery, writeQuery } from "./audit-query";

/** A page of the log. Each entry opens to all that was recorded of it. */
export function AuditLog({ page, query }: { page: AuditPage; query: LogQuery }) {
  const { items, total, total_is_exact: isExact, next_cursor: next } = page;
  const { cursor, ...filters } = query;
  if (items.length === 0) return <Empty title="Nothing was recorded that fits">Take a filter away to see more.</Empty>;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">{`${isExact ? total : `More than ${total}`} ${total === 1 ? "entry" : "entries"}, newest first`}</p>
      <ol className="divide-y divide-line rounded-xl border border-line bg-surface">
        {items.map((entry) => (
          <Row key={entry.seq} entry={entry} />
        ))}
      </ol>
      <nav aria-label="Pages" className="flex justify-between text-sm font-medium text-accent">
        {cursor ? <Link href={`/security${writeQuery(filters)}`}>Newest</Link> : <span />}
        {next && <Link href={`/security${writeQuery({ ...filters, cursor: next })}`}>Older</Link>}
      </nav>
    </div>
  );
}

function Row({ entry }: { entry: AuditEntryView }) {
  const text = typeof entry.data.text === "string" ? entry.data.text : null;
  return (
    <li>
      <details className="group">
        <summary className="grid cursor-pointer gap-x-4 gap-y-0.5 px-3 py-2.5 hover:bg-sunken sm:grid-cols-[4rem_1fr_auto]">
          <span className="font-mono text-xs text-muted tabular-nums sm:pt-0.5">{entry.seq}</span>
          <span className="min-w-0">
            <span className="text-sm font-medium">{entry.actor.name}</span>{" "}
            <code className="text-[0.8125rem]">{entry.verb}</code>
            {text && <span className="block truncate text-sm text-muted group-open:whitespace-normal">{text}</span>}
          </span>
          <span className="text-xs text-muted sm:text-right">
            <Ago at={entry.at} inLink />
            {entry.address && <span className="ml-2 font-mono sm:ml-0 sm:block">{entry.address}</span>}
          </span>
        </summary>
        <Facts entry={entry} />
      </details>
    </li>
  );
}

function Facts({ entry }: { entry: AuditEntryView }) {
  const facts = [
    ["At", entry.at],
    ["By", `${entry.actor.kind} ${entry.actor.id}`],
    ["To", `${entry.subject.kind} ${entry.subject.id}`],
    ["API key", entry.key_id],
    ["Browser or program", entry.user_agent],
    ["Request", entry.request_id],
    ["Hash", entry.hash],
    ["Hash before", entry.previous_hash],
  ].filter((fact): fact is [string, string] => fact[1] !== null);
  return (
    <div className="flex flex-col gap-3 border-t border-line bg-sunken px-3 py-3 sm:pl-23">
      <dl className="grid gap-x-4 gap-y-1 text-xs sm:grid-cols-[8rem_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="font-mono wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      <pre className="rounded-lg border border-line bg-surface p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {JSON.stringify(entry.data, null, 2)}
      </pre>
    </div>
  );
}
