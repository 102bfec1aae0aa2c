"use client"; // Grows with each live sample.

import { type PointerEvent, useState } from "react";
import { Exact } from "@/components/ui/time";
import { type SampleView, UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import { healthText } from "./health-badge";
import { sparkPath } from "./sparkline";
import { type Point, useSamples } from "./use-samples";

const WIDTH = 720;
const HEIGHT = 180;
const HOUR_MS = 3_600_000;

export function HealthChart({ name, initial }: { name: string; initial: SampleView[] }) {
  const points = useSamples(name, initial) ?? [];
  const [pointed, setPointed] = useState<Point | null>(null);
  if (points.length === 0)
    return <p className="py-8 text-center text-sm text-muted">Nothing has been measured in the last hour.</p>;

  const end = points.at(-1)?.at ?? 0;
  const x = (at: number) => WIDTH - ((end - at) / HOUR_MS) * WIDTH;
  const y = (health: number) => HEIGHT - 1 - (health / 100) * (HEIGHT - 2);
  const lowest = points.reduce((low, point) => (point.health < low.health ? point : low));
  const shown = pointed ?? points.at(-1) ?? lowest;
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = end - (1 - (event.clientX - box.left) / box.width) * HOUR_MS;
    setPointed(points.reduce((near, one) => (Math.abs(one.at - at) < Math.abs(near.at - at) ? one : near)));
  };

  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm text-muted">
        <span>
          <span className="font-semibold text-ink">{healthText(shown.health)}</span> at{" "}
          <Exact at={new Date(shown.at).toISOString()} />
        </span>
        <span>
          lowest in this hour: <span className="font-semibold text-ink">{healthText(lowest.health)}</span>
        </span>
      </figcaption>
      <div className="grid grid-cols-[1.75rem_1fr] gap-2 text-right text-xs text-muted">
        <div className="relative" aria-hidden="true">
          {[100, UNHEALTHY_BELOW, 0].map((mark) => (
            <span key={mark} className="absolute right-0 -translate-y-1/2" style={{ top: `${100 - mark}%` }}>
              {mark}
            </span>
          ))}
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-44 w-full touch-pan-y overflow-visible"
          role="img"
          aria-label={`Health of ${name} in the last hour: now ${healthText(points.at(-1)?.health ?? null)}, lowest ${healthText(lowest.health)}`}
          onPointerMove={point}
          onPointerLeave={() => setPointed(null)}
        >
          {[0, UNHEALTHY_BELOW, 100].map((mark) => (
            <line
              key={mark}
              x1="0"
              x2={WIDTH}
              y1={y(mark)}
              y2={y(mark)}
              className={mark === UNHEALTHY_BELOW ? "stroke-line-strong" : "stroke-line"}
              strokeDasharray={mark === UNHEALTHY_BELOW ? "4 4" : undefined}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          <path
            d={sparkPath(points, WIDTH, HEIGHT)}
            fill="none"
            className="stroke-accent"
            strokeWidth="1.75"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
          <line
            x1={x(shown.at)}
            x2={x(shown.at)}
            y1="0"
            y2={HEIGHT}
            className={pointed ? "stroke-muted" : "stroke-transparent"}
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <span />
        <div className="flex justify-between" aria-hidden="true">
          <span>an hour before</span>
          <span>latest</span>
        </div>
      </div>
    </figure>
  );
}
