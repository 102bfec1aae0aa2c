import { cookies } from "next/headers";
import { pageSession } from "@/app/_http/page-session";
import { Dashboard } from "@/components/dashboard/dashboard";
import { readPeriod, ZONE_COOKIE } from "@/components/dashboard/words";
import { Overview } from "@/components/incidents/overview";
import { apiQuery, readQuery } from "@/components/incidents/query";
import { ActiveWindows } from "@/components/maintenance/active-windows";
import {
  activityFeed,
  automationMetrics,
  dashboardStats,
  incidentTrend,
  resolutionTimes,
  severityDistribution,
  topServices,
} from "@/lib/analytics";
import { isTimeZone } from "@/lib/analytics/contract";
import { listIncidents } from "@/lib/incidents";
import { listWindows } from "@/lib/maintenance";
import { listServices } from "@/lib/monitoring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OverviewPage({ searchParams }: Props) {
  const period = readPeriod((await searchParams).period);
  const { ctx } = await pageSession(period === "24h" ? "/" : `/?period=${period}`);
  const tz = await readersZone();
  const [incidents, services, stats, trend, times, automation, activity, top, severity, windows] = await Promise.all([
    listIncidents(ctx, apiQuery(readQuery({}))),
    listServices(ctx),
    dashboardStats(ctx, { period }),
    incidentTrend(ctx, { period, tz }),
    resolutionTimes(ctx, { period }),
    automationMetrics(ctx, { period }),
    activityFeed(ctx, {}),
    topServices(ctx, { period }),
    severityDistribution(ctx, { period }),
    listWindows(ctx, { state: "active" }),
  ]);
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-4">
        <ActiveWindows initial={windows} />
        <Overview incidents={incidents} services={services} />
      </div>
      <Dashboard key={period} initial={{ stats, trend, times, automation, activity, top, severity }} period={period} />
    </div>
  );
}

/** Where the reader's clocks are, when their browser has told before. */
async function readersZone(): Promise<string> {
  const zone = (await cookies()).get(ZONE_COOKIE)?.value ?? "UTC";
  return isTimeZone(zone) ? zone : "UTC";
}
