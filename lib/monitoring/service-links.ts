import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { isId } from "@/lib/platform/ids";

/** What people have said of a service, whether it is watched or known from alerts alone. */
export type ServiceLinks = { healthUrl: string | null; repository: string | null };

/** Of the service with this id in the caller's organization; nothing of one that is not there. */
export async function serviceLinks(ctx: Ctx, serviceId: string | null): Promise<ServiceLinks> {
  require(ctx, "read");
  const row =
    serviceId !== null && isId(serviceId)
      ? await prisma().service.findFirst({
          where: { id: serviceId, organizationId: ctx.organizationId, deletedAt: null },
          select: { healthUrl: true, repository: true },
        })
      : null;
  return row ?? { healthUrl: null, repository: null };
}
