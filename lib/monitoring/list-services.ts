import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import type { ServiceView } from "./contract";
import { presentServices } from "./present-service";

/** Every service of the organization, by name. */
export async function listServices(ctx: Ctx): Promise<ServiceView[]> {
  require(ctx, "read");
  const rows = await prisma().service.findMany({
    where: { organizationId: ctx.organizationId, deletedAt: null },
    orderBy: { name: "asc" },
  });
  return presentServices(rows);
}
