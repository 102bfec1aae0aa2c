"use client"; // Grows with each live sample.

import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import { type Point, useSamples } from "./use-samples";

const WIDTH = 160;
const HEIGHT = 32;
const HOUR_MS = 3_600_000;
// A silence longer than this is drawn as a gap: a line across it would claim health that nobody measured.
const GAP_MS = 150_000;

/** An SVG path through the points, over the hour that ends with the last of them. */
export function sparkPath(points: Point[], width: number, height: number): string {
  const end = points.at(-1)?.at ?? 0;
  let path = "";
  let before = Number.NEGATIVE_INFINITY;
  for (const { at, health } of points) {
    const x = width - ((end - at) / HOUR_MS) * width;
    const y = height - 1 - (Math.min(100, Math.max(0, health)) / 100) * (height - 2);
    path += `${at - before > GAP_MS ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    before = at;
  }
  return path;
}

export function Sparkline({ name }: { name: string }) {
  const points = useSamples(name);
  if (points === null) return <div className="h-8 w-40 rounded bg-line/40 breathing" aria-hidden="true" />;
  const lowest = points.reduce((low, point) => Math.min(low, point.health), 100);
  const threshold = HEIGHT - 1 - (UNHEALTHY_BELOW / 100) * (HEIGHT - 2);
  const label =
    points.length === 0 ? "No samples in the last hour" : `Health in the last hour: lowest ${Math.round(lowest)}`;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-8 w-40 max-w-full overflow-visible"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <line
        x1="0"
        x2={WIDTH}
        y1={threshold}
        y2={threshold}
        className="stroke-line-strong/50"
        strokeDasharray="2 4"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={sparkPath(points, WIDTH, HEIGHT)}
        fill="none"
        className={(points.at(-1)?.health ?? 100) < UNHEALTHY_BELOW ? "stroke-bad" : "stroke-accent"}
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
