import { type Ctx, require } from "@/lib/auth";
import { prisma, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { IncidentSummary } from "./contract";
import { type IncidentRow, presentIncidents } from "./present-incident";

/** One incident of the caller's organization. Throws `not_found` for everything else, malformed ids included. */
export async function getIncident(ctx: Ctx, id: string): Promise<IncidentSummary> {
  require(ctx, "read");
  return presentOne(prisma(), await findIncident(prisma(), ctx, id));
}

/** The row itself, for the verbs of this room. */
export async function findIncident(through: Pick<Tx, "incident">, ctx: Ctx, id: string): Promise<IncidentRow> {
  const row = isId(id)
    ? await through.incident.findFirst({ where: { id, organizationId: ctx.organizationId } })
    : undefined;
  if (!row) throw notFound("The incident");
  return row;
}

export async function presentOne(through: Pick<Tx, "user">, row: IncidentRow): Promise<IncidentSummary> {
  const [summary] = await presentIncidents([row], through);
  if (!summary) throw new Error("An incident could not be presented");
  return summary;
}
