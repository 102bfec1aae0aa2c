import type { z } from "zod";
import { whileUnchanged } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { listServices } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { type TopServices, TopServicesQuery } from "./contract";
import { presentWindow, windowOf } from "./period";
import { presentSpans, type SpansRow } from "./spans";

type Row = { service_name: string; opened: number; critical_or_high: number };

/** Where it breaks most: the services by the incidents opened in the period, with how they are now. */
export async function topServices(ctx: Ctx, raw: z.input<typeof TopServicesQuery>): Promise<TopServices> {
  require(ctx, "read");
  const { period, limit } = TopServicesQuery.parse(raw);
  const window = windowOf(period, clock.now());
  const question = `top-services ${period} ${limit} ${window.from.toISOString()}`;
  const [rows, services] = await Promise.all([
    whileUnchanged(ctx, question, () => rowsOf(ctx, window.from, limit)),
    listServices(ctx),
  ]);
  const watched = new Map(services.map((service) => [service.name, service]));
  return {
    ...presentWindow(window),
    items: rows.map(({ row, openNow, spans }) => ({
      service_name: row.service_name,
      opened: row.opened,
      critical_or_high: row.critical_or_high,
      open_now: openNow,
      time_to_resolve: presentSpans(spans),
      status: watched.get(row.service_name)?.status ?? null,
      health: watched.get(row.service_name)?.health ?? null,
    })),
  };
}

async function rowsOf(ctx: Ctx, from: Date, limit: number) {
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT service_name, count(*)::int AS opened, count(*) FILTER (WHERE severity IN ('critical', 'high'))::int AS critical_or_high
    FROM incidents WHERE organization_id = ${ctx.organizationId}::uuid AND created_at >= ${from} AND service_name IS NOT NULL
    GROUP BY service_name ORDER BY opened DESC, critical_or_high DESC, service_name LIMIT ${limit}`;
  const names = rows.map((row) => row.service_name);
  const [open, spans] = await Promise.all([
    prisma().$queryRaw<{ service_name: string; count: number }[]>`
      SELECT service_name, count(*)::int AS count FROM incidents
      WHERE organization_id = ${ctx.organizationId}::uuid AND status <> 'resolved' AND service_name = ANY(${names}) GROUP BY service_name`,
    prisma().$queryRaw<(SpansRow & { service_name: string })[]>`
      SELECT service_name, count(*)::int AS count, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ms) AS quantiles, avg(ms) AS mean
      FROM (SELECT service_name, (extract(epoch FROM resolved_at - created_at) * 1000)::float8 AS ms FROM incidents
        WHERE organization_id = ${ctx.organizationId}::uuid AND resolved_at >= ${from} AND service_name = ANY(${names})) AS span
      GROUP BY service_name`,
  ]);
  const openNow = new Map(open.map(({ service_name, count }) => [service_name, count]));
  const bySpans = new Map(spans.map((one) => [one.service_name, one]));
  return rows.map((row) => ({
    row,
    openNow: openNow.get(row.service_name) ?? 0,
    spans: bySpans.get(row.service_name),
  }));
}
