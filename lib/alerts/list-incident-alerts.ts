import { type Ctx, require } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import { prisma } from "@/lib/platform/db";
import { type IncidentAlerts, MOST_SIGNALS } from "./contract";
import { signalsInOrder } from "./list-incident-signals";
import { presentAlerts } from "./present-alert";
import { presentSignals } from "./present-signals";

const MOST_ALERTS = 100;

/**
 * What came in about an incident: where each thing stands, what fires first, at most 100 with the count of all; and the newest 100 alerts.
 * `listIncidentSignals` has the rest of what stands. Throws `not_found`.
 */
export async function listIncidentAlerts(ctx: Ctx, incidentId: string): Promise<IncidentAlerts> {
  require(ctx, "read");
  const { id } = await getIncident(ctx, incidentId);
  const where = { incidentId: id, organizationId: ctx.organizationId };
  const [signals, counts, alerts, total] = await Promise.all([
    signalsInOrder(where, { skip: 0, take: MOST_SIGNALS }),
    prisma().signal.groupBy({ by: ["status"], where, _count: true }),
    prisma().alert.findMany({ where, orderBy: { id: "desc" }, take: MOST_ALERTS }),
    prisma().alert.count({ where }),
  ]);
  const countOf = (status: string) => counts.find((one) => one.status === status)?._count ?? 0;
  return {
    signals: await presentSignals(signals),
    signals_total: { firing: countOf("firing"), resolved: countOf("resolved"), lost: countOf("lost") },
    lost_with: countOf("lost") > 0 ? await lostWith(where) : [],
    alerts: await presentAlerts(alerts),
    total,
  };
}

async function lostWith(where: { incidentId: string; organizationId: string }): Promise<string[]> {
  const lost = await prisma().signal.findMany({
    where: { ...where, status: "lost" },
    distinct: ["integrationId"],
    select: { integrationId: true },
  });
  const integrations = await prisma().integration.findMany({
    where: { id: { in: lost.map(({ integrationId }) => integrationId) } },
    orderBy: { name: "asc" },
    select: { name: true },
  });
  return integrations.map(({ name }) => name);
}
