"use client"; // Keeps the figures as live as the connection allows.

import { useEffect, useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { useIsInBrowser } from "@/components/ui/now";
import type {
  ActivityFeed,
  AutomationMetrics,
  DashboardStats,
  IncidentTrend,
  ResolutionTimes,
  SeverityDistribution,
  TopServices,
} from "@/lib/analytics/contract";
import { ZONE_COOKIE } from "./words";

export type DashboardData = {
  stats: DashboardStats;
  trend: IncidentTrend;
  times: ResolutionTimes;
  automation: AutomationMetrics;
  activity: ActivityFeed;
  top: TopServices;
  severity: SeverityDistribution;
};

// A storm of alerts must not become a storm of questions.
const GAP_MS = 1_000;
// Figures of a period change when nothing happens, too: it moves on.
const MOVES_ON_MS = 60_000;
const KEEP_ZONE_MS = 365 * 86_400_000;

/** The figures of a period, read again when an incident or a proposal changes. Days and hours are those of the reader's clocks. */
export function useDashboard(initial: DashboardData, period: string) {
  const [data, setData] = useState(initial);
  const inBrowser = useIsInBrowser();
  const zone = inBrowser ? Intl.DateTimeFormat().resolvedOptions().timeZone : initial.trend.tz;

  const refresh = useRefresh(async (signal) => {
    const of = `period=${period}`;
    const [stats, trend, times, automation, activity, top, severity] = await Promise.all([
      get<DashboardStats>(`/dashboard/stats?${of}`, signal),
      get<IncidentTrend>(`/dashboard/metrics/incidents?${of}&tz=${encodeURIComponent(zone)}`, signal),
      get<ResolutionTimes>(`/dashboard/metrics/resolution-time?${of}`, signal),
      get<AutomationMetrics>(`/dashboard/metrics/automation?${of}`, signal),
      get<ActivityFeed>("/dashboard/activity-feed", signal),
      get<TopServices>(`/dashboard/top-services?${of}`, signal),
      get<SeverityDistribution>(`/dashboard/severity-distribution?${of}`, signal),
    ]);
    setData({ stats, trend, times, automation, activity, top, severity });
  }, GAP_MS);

  useLiveEvent("incident:changed", refresh);
  useLiveEvent("proposal:changed", refresh);
  useEffect(() => {
    const timer = setInterval(refresh, MOVES_ON_MS);
    return () => clearInterval(timer);
  }, [refresh]);

  const renderedZone = initial.trend.tz;
  useEffect(() => {
    if (zone === renderedZone) return;
    // The server cannot know it at the first visit. Where the browser keeps it, the next page comes in this zone at once.
    const expires = Date.now() + KEEP_ZONE_MS;
    window.cookieStore
      ?.set({ name: ZONE_COOKIE, value: zone, path: "/", sameSite: "lax", expires })
      .catch((error: unknown) => console.warn("This browser does not keep the time zone", error));
    refresh();
  }, [zone, renderedZone, refresh]);
  return data;
}
