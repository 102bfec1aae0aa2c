import { Badge } from "@/components/ui/badge";
import { DiscMark, HalfMark, OutIcon, RingMark, TickMark } from "@/components/ui/icons";
import { Ago, Exact, Planned } from "@/components/ui/time";
import type { SignalView } from "@/lib/alerts/contract";

/** Where one thing stands that a source reports about. */
export function Signal({ signal }: { signal: SignalView }) {
  const { title, status, integration, changed_at: changedAt, alert_count: count, url } = signal;
  return (
    <li className="flex flex-col gap-1 py-2.5 text-sm first:pt-0">
      <p className="flex flex-wrap items-center gap-1.5">
        {status === "firing" ? (
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
        {url && (
          <>
            {" · "}
            <a
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex items-center gap-1 text-accent underline"
            >
              See it there
              <span className="sr-only">: {title}</span>
              <OutIcon className="size-3" />
            </a>
          </>
        )}
      </p>
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
