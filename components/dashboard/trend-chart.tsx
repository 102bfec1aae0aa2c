"use client"; // Tells of the bucket that is pointed at, or chosen by keyboard.

import { type KeyboardEvent, type PointerEvent, useState } from "react";
import type { IncidentTrend } from "@/lib/analytics/contract";
import { bucketWords, many } from "./words";

const WIDTH = 720;
const HEIGHT = 150;
const LABELS = 5;

type Bucket = IncidentTrend["buckets"][number];

const told = ({ opened, resolved }: Bucket) =>
  `${opened.toLocaleString("en")} opened, ${resolved.toLocaleString("en")} resolved`;

/** Bars for what was opened (filled) and resolved (outlined), bucket by bucket. A slider for the keyboard, a table for who wants figures. */
export function TrendChart({ trend }: { trend: IncidentTrend }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const { buckets, bucket, tz } = trend;
  const words = bucketWords(bucket, tz);
  const most = Math.max(1, ...buckets.map(({ opened, resolved }) => Math.max(opened, resolved)));
  const last = buckets.length - 1;
  const at = chosen === null ? null : Math.min(chosen, last);
  const shown = at === null ? null : (buckets[at] ?? null);
  const slot = WIDTH / buckets.length;
  const bar = Math.max(1, slot * 0.38);
  const height = (count: number) => (count / most) * (HEIGHT - 4);

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setChosen(Math.min(last, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * buckets.length))));
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const from = at ?? last;
    const to = {
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setChosen(Math.min(last, Math.max(0, at === null ? last : to)));
  };
  const summary = `${many(trend.opened, "incident")} opened and ${trend.resolved.toLocaleString("en")} resolved`;

  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="flex min-h-6 flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="text-muted">
          {shown ? (
            <>
              <span className="text-ink">{words.long(shown.start)}</span>: {told(shown)}
            </>
          ) : (
            summary
          )}
        </span>
        <span className="flex items-center gap-3 text-xs text-muted">
          <Legend className="bg-accent" word="Opened" />
          <Legend className="border-2 border-ok" word="Resolved" />
        </span>
      </figcaption>
      <div className="grid grid-cols-[auto_1fr] gap-x-2 text-xs text-muted">
        <span className="text-right" aria-hidden="true">
          {most.toLocaleString("en")}
        </span>
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${summary}; choose a part of the period`}
          aria-orientation="horizontal"
          aria-valuemin={1}
          aria-valuemax={buckets.length}
          aria-valuenow={(at ?? last) + 1}
          aria-valuetext={
            buckets[at ?? last]
              ? `${words.long(buckets[at ?? last]?.start ?? "")}: ${told(buckets[at ?? last] as Bucket)}`
              : summary
          }
          onKeyDown={press}
          onPointerMove={point}
          onPointerLeave={() => setChosen(null)}
          onBlur={() => setChosen(null)}
          className="touch-pan-y"
        >
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-32 w-full" aria-hidden="true">
            <line
              x1="0"
              x2={WIDTH}
              y1={HEIGHT}
              y2={HEIGHT}
              className="stroke-line-strong"
              vectorEffect="non-scaling-stroke"
            />
            <line
              x1="0"
              x2={WIDTH}
              y1="4"
              y2="4"
              className="stroke-line"
              strokeDasharray="2 4"
              vectorEffect="non-scaling-stroke"
            />
            {buckets.map((one, i) => (
              <g key={one.start}>
                {i === at && <rect x={i * slot} width={slot} y="0" height={HEIGHT} className="fill-sunken" />}
                <rect
                  x={i * slot + slot / 2 - bar}
                  y={HEIGHT - height(one.opened)}
                  width={bar}
                  height={height(one.opened)}
                  className="fill-accent"
                />
                {one.resolved > 0 && (
                  <rect
                    x={i * slot + slot / 2 + 1}
                    y={HEIGHT - height(one.resolved)}
                    width={Math.max(1, bar - 2)}
                    height={height(one.resolved)}
                    className="fill-ok-soft stroke-ok"
                    strokeWidth="1.5"
                    vectorEffect="non-scaling-stroke"
                  />
                )}
              </g>
            ))}
          </svg>
        </div>
        <span />
        <div className="flex justify-between" aria-hidden="true">
          {labelled(buckets).map(({ start }) => (
            <span key={start}>{words.short(start)}</span>
          ))}
        </div>
      </div>
      <FiguresTable trend={trend} />
    </figure>
  );
}

function labelled(buckets: Bucket[]): Bucket[] {
  const step = (buckets.length - 1) / (LABELS - 1);
  const places = new Set(Array.from({ length: LABELS }, (_, i) => Math.round(i * step)));
  return buckets.filter((_, i) => places.has(i));
}

const Legend = ({ className, word }: { className: string; word: string }) => (
  <span className="flex items-center gap-1.5">
    <span className={`size-2.5 rounded-xs ${className}`} aria-hidden="true" />
    {word}
  </span>
);

function FiguresTable({ trend }: { trend: IncidentTrend }) {
  const words = bucketWords(trend.bucket, trend.tz);
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-8 items-center text-xs font-medium text-accent">
        The same as a table
      </summary>
      <div className="mt-2 max-h-64 overflow-y-auto">
        <table className="w-full">
          <thead className="text-left text-xs text-muted">
            <tr>
              <th className="font-medium">From ({trend.tz})</th>
              <th className="text-right font-medium">Opened</th>
              <th className="text-right font-medium">Resolved</th>
            </tr>
          </thead>
          <tbody>
            {trend.buckets.map(({ start, opened, resolved }) => (
              <tr key={start} className="border-t border-line">
                <th scope="row" className="text-left font-normal">
                  {words.long(start)}
                </th>
                <td className="text-right">{opened.toLocaleString("en")}</td>
                <td className="text-right">{resolved.toLocaleString("en")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
