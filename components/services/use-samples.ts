"use client"; // Reads a service's history and lets it grow with live samples.

import { useEffect, useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { SampleView, ServiceView } from "@/lib/monitoring/contract";

export type Point = { at: number; health: number };

const HOUR_MS = 3_600_000;

const pointsOf = (samples: SampleView[]): Point[] =>
  samples.map(({ at, health }) => ({ at: Date.parse(at), health })).sort((a, b) => a.at - b.at);

/** Adds what a service says now, once per check, and forgets what is more than an hour old. */
export function withLatest(points: Point[], service: Pick<ServiceView, "last_checked_at" | "health">): Point[] {
  if (service.last_checked_at === null || service.health === null) return points;
  const at = Date.parse(service.last_checked_at);
  const last = points.at(-1);
  if (last && at <= last.at) return points;
  return [...points.filter((point) => point.at > at - HOUR_MS), { at, health: service.health }];
}

/** The last hour of a service's health: null until it has been read. */
export function useSamples(name: string, initial?: SampleView[]): Point[] | null {
  const [points, setPoints] = useState<Point[] | null>(initial ? pointsOf(initial) : null);
  const refresh = useRefresh(async (signal) => {
    setPoints(pointsOf(await get<SampleView[]>(`/services/${encodeURIComponent(name)}/samples?period=1h`, signal)));
  });
  const isGiven = initial !== undefined;
  useEffect(() => {
    if (!isGiven) refresh();
  }, [isGiven, refresh]);
  useLiveEvent("service:health", (service) => {
    if (service.name === name) setPoints((before) => before && withLatest(before, service));
  });
  return points;
}
