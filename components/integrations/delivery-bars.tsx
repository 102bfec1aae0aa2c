"use client"; // Times are in the reader's own zone.

import { useIsInBrowser } from "@/components/ui/now";
import type { IntegrationMetrics } from "@/lib/outbound/contract";

const HEIGHT = 72;
const minute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const hour = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });

/** A bar for each minute or hour: what came, and in it what failed (filled, below). The figures stand beside it in words. */
export function DeliveryBars({
  metrics: { buckets, bucket, received, failed, period },
}: {
  metrics: IntegrationMetrics;
}) {
  const inBrowser = useIsInBrowser();
  const most = Math.max(1, ...buckets.map((one) => one.received));
  const time = (at: string | undefined) =>
    inBrowser && at ? (bucket === "minute" ? minute : hour).format(new Date(at)) : "";
  const height = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT));
  return (
    <figure className="flex flex-col gap-1">
      <div className="grid grid-cols-[auto_1fr] gap-x-2 text-xs text-muted">
        <span className="text-right tabular-nums" aria-hidden="true">
          {most.toLocaleString("en")}
        </span>
        <svg
          role="img"
          aria-label={`${received} received and ${failed} failed in ${period}, by the ${bucket}; at most ${most} in one`}
          viewBox={`0 0 ${buckets.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-18 w-full border-b border-line"
        >
          {buckets.map((one, index) => (
            <g key={one.at}>
              <rect
                x={index + 0.1}
                width={0.8}
                y={HEIGHT - height(one.received)}
                height={height(one.received)}
                className="fill-accent/45"
              />
              <rect
                x={index + 0.1}
                width={0.8}
                y={HEIGHT - height(one.failed)}
                height={height(one.failed)}
                className="fill-bad"
              />
            </g>
          ))}
        </svg>
        <span />
        <span className="flex justify-between" aria-hidden="true">
          <span>{time(buckets[0]?.at)}</span>
          <span>{time(buckets.at(-1)?.at)}</span>
        </span>
      </div>
      <figcaption className="flex gap-4 text-xs text-muted">
        <span className="inline-flex items-center gap-1.5">
          <span className="size-2.5 rounded-xs bg-accent/45" aria-hidden="true" />
          Received
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span className="size-2.5 rounded-xs bg-bad" aria-hidden="true" />
          Failed
        </span>
      </figcaption>
    </figure>
  );
}
