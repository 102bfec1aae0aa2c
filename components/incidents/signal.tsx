import { Badge } from "@/components/ui/badge";
import { DiscMark, HalfMark, RingMark, TickMark } from "@/components/ui/icons";
import { OutLink } from "@/components/ui/out-link";
import { Ago, Exact, Planned } from "@/components/ui/time";
import type { AlertView, SignalView } from "@/lib/alerts/contract";

const MOST_LINKS = 5;

/** Where one thing stands that a source reports about, and where the source shows it. */
export function Signal({ signal, links }: { signal: SignalView; links: AlertView["links"] }) {
  const { title, status, integration, changed_at: changedAt, alert_count: count } = signal;
  return (
    <li tabIndex={-1} className="flex flex-col gap-1 py-2.5 text-sm first:pt-0">
      <p className="flex flex-wrap items-center gap-1.5">
        {status === "lost" ? (
          <Badge tone="warn" mark={<RingMark className="size-2.5" />}>
            Not known any more
          </Badge>
        ) : status === "firing" ? (
          <Badge tone="bad" mark={<DiscMark className="size-2.5" />}>
            Firing
          </Badge>
        ) : (
          <Badge tone="ok" mark={<TickMark className="size-2.5" />}>
            Over
          </Badge>
        )}
        {signal.flapping_since && (
          <Badge tone="warn" mark={<HalfMark className="size-2.5" />}>
            Flapping
          </Badge>
        )}
        {signal.suppressed_until && (
          <Badge tone="quiet" mark={<RingMark className="size-2.5" />}>
            In maintenance
          </Badge>
        )}
      </p>
      <p className="font-medium wrap-anywhere">{title}</p>
      <p className="text-xs text-muted">
        {integration}, <Ago at={changedAt} />
        {count > 1 && `, ${count.toLocaleString("en")} alerts`}
      </p>
      {links.length > 0 && (
        <ul aria-label={`Links of ${title}`} className="flex flex-col gap-0.5 text-xs">
          {links.slice(0, MOST_LINKS).map(({ href, text }) => (
            <li key={href}>
              <OutLink href={href} text={text} />
            </li>
          ))}
        </ul>
      )}
      {status === "lost" && (
        <p className="text-xs text-muted">
          {integration} was deleted while it reported this, so it will not say when it is over.
        </p>
      )}
      {signal.settles_at && (
        <p className="text-xs text-warn">
          Held open until <Exact at={signal.settles_at} />: it counts as over when it stays quiet until then.
        </p>
      )}
      {signal.suppressed_until && (
        <p className="text-xs text-muted">
          Held back by a maintenance window until <Planned at={signal.suppressed_until} />.
        </p>
      )}
    </li>
  );
}
