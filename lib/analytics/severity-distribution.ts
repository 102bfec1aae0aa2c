import type { z } from "zod";
import { whileUnchanged } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { Severity } from "@/lib/incidents/contract";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { DashboardQuery, type SeverityDistribution } from "./contract";
import { countOpen } from "./counts";
import { presentWindow, windowOf } from "./period";
import { shareOf } from "./spans";

/** How bad it was and is: incidents opened in the period and incidents open now, by severity. */
export async function severityDistribution(
  ctx: Ctx,
  raw: z.input<typeof DashboardQuery>,
): Promise<SeverityDistribution> {
  require(ctx, "read");
  const window = windowOf(DashboardQuery.parse(raw).period, clock.now());
  const question = `severity ${window.period} ${window.from.toISOString()}`;
  const [opened, open] = await whileUnchanged(ctx, question, () =>
    Promise.all([countOpenedBySeverity(ctx, window.from), countOpen(ctx)]),
  );
  const all = [...opened.values()].reduce((total, count) => total + count, 0);
  return {
    ...presentWindow(window),
    items: Severity.options.map((severity) => ({
      severity,
      opened: opened.get(severity) ?? 0,
      open_now: open.by_severity[severity],
      share: shareOf(opened.get(severity) ?? 0, all).share,
    })),
    opened: all,
    open_now: open.total,
  };
}

async function countOpenedBySeverity(ctx: Ctx, from: Date): Promise<Map<string, number>> {
  const rows = await prisma().$queryRaw<{ severity: string; count: number }[]>`
    SELECT severity, count(*)::int AS count FROM incidents
    WHERE organization_id = ${ctx.organizationId}::uuid AND created_at >= ${from} GROUP BY severity`;
  return new Map(rows.map(({ severity, count }) => [severity, count]));
}
