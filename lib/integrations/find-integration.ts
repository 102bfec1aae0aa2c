import type { Ctx } from "@/lib/auth";
import { prisma, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import type { IntegrationRow } from "./opened";

/** The integration of this name, in whatever case, of the caller's organization. Throws `not_found`. */
export async function findIntegration(ctx: Ctx, name: string, db: Tx = prisma()): Promise<IntegrationRow> {
  const [found] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM integrations
    WHERE organization_id = ${ctx.organizationId}::uuid AND lower(name) = lower(${name}) AND deleted_at IS NULL`;
  return rowOf(db, found);
}

/** The same, held until the caller's transaction ends: whoever else would change it waits, and then sees what this one has changed. */
export async function lockIntegration(tx: Tx, ctx: Ctx, name: string): Promise<IntegrationRow> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM integrations
    WHERE organization_id = ${ctx.organizationId}::uuid AND lower(name) = lower(${name}) AND deleted_at IS NULL FOR UPDATE`;
  return rowOf(tx, found);
}

async function rowOf(db: Tx, found: { id: string } | undefined): Promise<IntegrationRow> {
  const row = found && (await db.integration.findUnique({ where: { id: found.id } }));
  if (!row) throw notFound("The integration");
  return row;
}
