import { type Ctx, require } from "@/lib/auth";
import { type Prisma, prisma } from "@/lib/platform/db";
import { type ServiceView, UNMANAGED } from "./contract";
import { presentServices } from "./present-service";

/** Every service of the organization, by name. */
export const listServices = (ctx: Ctx): Promise<ServiceView[]> => list(ctx, {});

/** Those that somebody watches, without the ones that are known from alerts alone. */
export const listWatchedServices = (ctx: Ctx): Promise<ServiceView[]> => list(ctx, { kind: { not: UNMANAGED } });

async function list(ctx: Ctx, which: Prisma.ServiceWhereInput): Promise<ServiceView[]> {
  require(ctx, "read");
  const rows = await prisma().service.findMany({
    where: { ...which, organizationId: ctx.organizationId, deletedAt: null },
    orderBy: { name: "asc" },
  });
  return presentServices(rows);
}
