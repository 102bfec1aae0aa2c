import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { type Prisma, prisma } from "@/lib/platform/db";
import { type RelatedIncident, RelatedQuery } from "./contract";
import { findIncident } from "./get-incident";
import { escapeLike } from "./list-incidents";
import { type IncidentRow, presentIncidents } from "./present-incident";

/** Incidents that may help with this one, the closest kind first and the newest first within a kind, each with the reason in words. */
export async function listRelated(ctx: Ctx, id: string, raw: z.input<typeof RelatedQuery>): Promise<RelatedIncident[]> {
  require(ctx, "read");
  const { limit } = RelatedQuery.parse(raw);
  const incident = await findIncident(prisma(), ctx, id);
  const found: { row: IncidentRow; reason: string }[] = [];
  for (const { where, reason } of kinds(incident)) {
    if (found.length >= limit) break;
    const rows = await prisma().incident.findMany({
      where: {
        AND: [where],
        organizationId: ctx.organizationId,
        id: { notIn: [incident.id, ...found.map(({ row }) => row.id)] },
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit - found.length,
    });
    found.push(...rows.map((row) => ({ row, reason })));
  }
  const summaries = await presentIncidents(found.map(({ row }) => row));
  return summaries.map((summary, i) => ({ ...summary, reason: found[i]?.reason ?? "" }));
}

function kinds(incident: IncidentRow): { where: Prisma.IncidentWhereInput; reason: string }[] {
  const service = incident.serviceName;
  if (!service) return [];
  const cause = incident.dedupKey.startsWith(`${service}:`) ? incident.dedupKey.slice(service.length + 1) : null;
  const sameService = { where: { serviceName: service }, reason: `The same service, ${service}` };
  if (!cause) return [sameService];
  return [
    { where: { dedupKey: incident.dedupKey }, reason: `The same service and cause: ${service}, ${cause}` },
    sameService,
    {
      where: { dedupKey: { endsWith: `:${escapeLike(cause)}` }, serviceName: { not: service } },
      reason: `The same cause, ${cause}, on another service`,
    },
  ];
}
