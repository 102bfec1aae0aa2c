import type { z } from "zod";
import { whileUnchanged } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { listWatchedServices } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { DashboardQuery, type DashboardStats } from "./contract";
import { countFixed, countOpen, countOpened, countResolved } from "./counts";
import { presentWindow, type Window, windowOf } from "./period";
import { timesOf } from "./times";

/** The organization at a glance: what is open now, what waits for people, and the figures of the period that ends now. */
export async function dashboardStats(ctx: Ctx, raw: z.input<typeof DashboardQuery>): Promise<DashboardStats> {
  require(ctx, "read");
  const window = windowOf(DashboardQuery.parse(raw).period, clock.now());
  const [services, waiting, running, figures] = await Promise.all([
    countServices(ctx),
    prisma().proposal.count({
      where: { organizationId: ctx.organizationId, state: "proposed", expiresAt: { gt: window.asOf } },
    }),
    prisma().execution.count({
      where: { organizationId: ctx.organizationId, state: { in: ["queued", "running", "verifying", "unknown"] } },
    }),
    whileUnchanged(ctx, `stats ${window.period} ${window.from.toISOString()}`, () => figuresOf(ctx, window)),
  ]);
  return { ...presentWindow(window), services, waiting_proposals: waiting, running_executions: running, ...figures };
}

async function figuresOf(ctx: Ctx, window: Window) {
  const [open, opened, resolved, times, fixed] = await Promise.all([
    countOpen(ctx),
    countOpened(ctx, window),
    countResolved(ctx, window),
    timesOf(ctx, window),
    countFixed(ctx, window),
  ]);
  return {
    open,
    opened: opened.now,
    opened_before: opened.before,
    resolved: resolved.now,
    resolved_before: resolved.before,
    time_to_acknowledge: times.all.time_to_acknowledge,
    time_to_resolve: times.all.time_to_resolve,
    fixed_by_nightshift: fixed,
  };
}

async function countServices(ctx: Ctx): Promise<DashboardStats["services"]> {
  const services = await listWatchedServices(ctx);
  const counts = { total: services.length, healthy: 0, degraded: 0, down: 0, unknown: 0 };
  for (const { status } of services) counts[status] += 1;
  return counts;
}
