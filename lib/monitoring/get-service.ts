import { type Ctx, require } from "@/lib/auth";
import { prisma, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import type { ServiceView } from "./contract";
import { presentServices } from "./present-service";
import type { ServiceRow } from "./watched";

/** The service with this name in the caller's organization. Throws `not_found`. */
export async function getService(ctx: Ctx, name: string): Promise<ServiceView> {
  require(ctx, "read");
  return presentOne(await findService(prisma(), ctx, name));
}

/** The row itself, for the verbs of this room. */
export async function findService(through: Pick<Tx, "service">, ctx: Ctx, name: string): Promise<ServiceRow> {
  const row = await through.service.findFirst({
    where: { organizationId: ctx.organizationId, name, deletedAt: null },
  });
  if (!row) throw notFound("The service");
  return row;
}

export async function presentOne(row: ServiceRow): Promise<ServiceView> {
  const [view] = await presentServices([row]);
  if (!view) throw new Error("A service could not be presented");
  return view;
}
