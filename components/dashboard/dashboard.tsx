"use client"; // The figures are live.

import Link from "next/link";
import { Card } from "@/components/ui/card";
import { useIsInBrowser } from "@/components/ui/now";
import { ActivityCard } from "./activity-card";
import { AutomationCard } from "./automation-card";
import { Figures } from "./figures";
import { FirstSteps } from "./first-steps";
import { SeverityCard } from "./severity-card";
import { TimesCard } from "./times-card";
import { TopServicesCard } from "./top-services-card";
import { TrendChart } from "./trend-chart";
import { type DashboardData, useDashboard } from "./use-dashboard";
import { periods, periodWords, type ShownPeriod } from "./words";

type Props = { initial: DashboardData; period: ShownPeriod };

/** How it has been going: below what is open now, because nobody looks at figures first at 3 a.m. */
export function Dashboard({ initial, period }: Props) {
  const { stats, trend, times, automation, activity, top, severity } = useDashboard(initial, period);
  const inBrowser = useIsInBrowser();
  const isReaders = inBrowser && trend.tz === Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isFresh = activity.items.length === 0 && stats.opened + stats.open.total === 0;
  if (isFresh) return <FirstSteps />;
  return (
    <section aria-label="Figures" className="flex flex-col gap-5">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2 className="text-lg font-semibold tracking-tight">The last {periodWords[period]}</h2>
          <span className="text-xs text-muted">
            Times in {trend.tz}
            {isReaders && ", your time zone"}
          </span>
        </div>
        <nav aria-label="Period" className="flex gap-1">
          {periods.map((one) => (
            <Link
              key={one}
              href={one === "24h" ? "/" : `/?period=${one}`}
              scroll={false}
              aria-current={one === period ? "page" : undefined}
              className={`rounded-lg px-2.5 py-1.5 text-sm whitespace-nowrap ${
                one === period ? "bg-ink font-medium text-bg" : "text-muted hover:bg-sunken hover:text-ink"
              }`}
            >
              {one}
              <span className="sr-only">, {periodWords[one]}</span>
            </Link>
          ))}
        </nav>
      </header>
      <Figures stats={stats} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Card title="Opened and resolved">
          {trend.opened + trend.resolved === 0 ? (
            <p className="py-8 text-center text-sm text-muted">
              No incident was opened or resolved in the last {periodWords[period]}.
            </p>
          ) : (
            <TrendChart trend={trend} />
          )}
        </Card>
        <SeverityCard severity={severity} />
        <ActivityCard activity={activity} />
        <div className="flex flex-col gap-5">
          <TopServicesCard top={top} />
          <TimesCard times={times} />
          <AutomationCard automation={automation} />
        </div>
      </div>
    </section>
  );
}
