import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { type AvailableSource, SourceName, sourceTitles } from "./contract";
import { sourceFacts } from "./source-facts";

/** Every source that can be connected, and what is connected of it. */
export async function availableSources(ctx: Ctx): Promise<AvailableSource[]> {
  require(ctx, "read");
  const rows = await prisma().integration.findMany({
    where: { organizationId: ctx.organizationId, deletedAt: null },
    orderBy: { name: "asc" },
    select: { name: true, source: true },
  });
  return SourceName.options.map((source) => {
    const { hasSecret: _, ...facts } = sourceFacts[source];
    const title = sourceTitles[source];
    return { source, title, ...facts, configured: rows.filter((row) => row.source === source).map(({ name }) => name) };
  });
}
