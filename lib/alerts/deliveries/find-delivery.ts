import type { IntegrationRow } from "@/lib/integrations";
import { type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";

export type StoredDelivery = Prisma.DeliveryGetPayload<Prisma.DeliveryDefaultArgs>;

/** A delivery of this integration. Throws `not_found`. */
export async function findDelivery(
  { id: integrationId }: Pick<IntegrationRow, "id">,
  id: string,
  db: Tx = prisma(),
): Promise<StoredDelivery> {
  const row = isId(id) ? await db.delivery.findFirst({ where: { id, integrationId } }) : null;
  if (!row) throw notFound("The delivery");
  return row;
}
