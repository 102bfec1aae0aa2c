import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { took } from "@/components/ui/duration";
import { Ago } from "@/components/ui/time";
import type { DeliveryView } from "@/lib/alerts/contract";
import { alertsText, DeliveryBadge, sizeText } from "./delivery-words";
import { pathOf } from "./paths";

type Props = {
  name: string;
  delivery: DeliveryView;
  /** Bodies are for those who handle incidents; others see that something came. */
  mayOpen: boolean;
};

/** One delivery: how far it came, what it was, when, and how long it took. */
export function DeliveryRow({ name, delivery, mayOpen }: Props) {
  const { id, state, event_type: eventType, problem, alert_count: count, size, processing_ms: ms } = delivery;
  return (
    <li>
      <Row href={mayOpen ? `${pathOf(name)}/deliveries/${id}` : null}>
        <span className="flex flex-wrap items-center gap-1.5">
          <DeliveryBadge state={state} />
          {delivery.replay_of && <Badge tone="quiet">Replay</Badge>}
        </span>
        <span className="text-right text-sm sm:order-last">
          <Ago at={delivery.received_at} inLink />
        </span>
        <span className="truncate text-sm max-sm:col-span-2">
          {eventType ?? <span className="text-muted">No event named</span>}
          {state === "processed" && <span className="text-muted"> · {alertsText(count)}</span>}
        </span>
        <span className="text-xs text-muted tabular-nums max-sm:col-span-2 sm:text-right">
          {sizeText(size)}
          {ms !== null && `, dealt with in ${took(ms)}`}
        </span>
        {problem && (
          <span className="col-span-full line-clamp-2 text-sm text-bad wrap-anywhere sm:order-last">{problem}</span>
        )}
      </Row>
    </li>
  );
}

function Row({ href, children }: { href: string | null; children: ReactNode }) {
  const look =
    "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[9rem_minmax(0,1fr)_13rem_6rem]";
  if (!href) return <div className={look}>{children}</div>;
  return (
    <Link href={href} data-row className={`${look} hover:bg-sunken focus-visible:-outline-offset-2`}>
      {children}
    </Link>
  );
}
