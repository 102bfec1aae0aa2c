import { type Ctx, require } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import { prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import type { WordBackView } from "../contract";
import { presentWords } from "./present-words";

const MOST = 200;

/** What was said, or is to be said, to the sources of an incident, in the order of the timeline: the newest 200. Throws `not_found`. */
export async function listWordBacks(ctx: Ctx, incidentId: string): Promise<WordBackView[]> {
  const { id } = await getIncident(ctx, incidentId);
  const rows = await prisma().wordBack.findMany({
    where: { organizationId: ctx.organizationId, incidentId: id },
    // As the timeline has them; they are queued in whatever order.
    orderBy: [{ entryId: "desc" }, { id: "desc" }],
    take: MOST,
  });
  return presentWords(rows.reverse());
}

/** What could not be said to a source, newest first: the newest 200, for the page of the integration with this name. Throws `not_found`. */
export async function listFailedWordBacks(ctx: Ctx, integrationName: string): Promise<WordBackView[]> {
  require(ctx, "read");
  const { organizationId } = ctx;
  const [integration] = await prisma().$queryRaw<{ id: string }[]>`
    SELECT id FROM integrations
    WHERE organization_id = ${organizationId}::uuid AND lower(name) = lower(${integrationName}) AND deleted_at IS NULL`;
  if (!integration) throw notFound("The integration");
  const rows = await prisma().wordBack.findMany({
    where: { organizationId, integrationId: integration.id, state: "failed" },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MOST,
  });
  return presentWords(rows);
}
