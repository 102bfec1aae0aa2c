import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { MOST_UNMANAGED, UNMANAGED } from "./contract";
import { presentRow } from "./present-service";
import type { ServiceRow } from "./watched";

/** A service that an alert is about. */
export type ServiceOfAlert = {
  /** Null when it is known from alerts alone and there are too many of those already. */
  id: string | null;
  /** As Nightshift writes it. */
  name: string;
  isManaged: boolean;
  /** What was seen of it last; null when nobody looks, or has lately. */
  live: { metrics: Record<string, unknown>; health: number | null; lastError: string | null } | null;
};

/**
 * The service of this name, in whatever case, in the caller's transaction. One that nobody has told Nightshift about is registered as
 * unmanaged, so that its alerts have a place; at most 1,000 of those per organization.
 */
export async function serviceOfAlert(tx: Tx, ctx: Ctx, name: string): Promise<ServiceOfAlert> {
  const known = (await findInAnyCase(tx, ctx, name)) ?? (await register(tx, ctx, name));
  if (!known) return { id: null, name, isManaged: false, live: null };
  const view = presentRow(known, null);
  const isManaged = known.kind !== UNMANAGED;
  const isSeen = isManaged && view.status !== "unknown";
  return {
    id: known.id,
    name: known.name,
    isManaged,
    live: isSeen ? { metrics: view.metrics, health: view.health, lastError: view.last_error } : null,
  };
}

async function findInAnyCase(tx: Tx, ctx: Ctx, name: string): Promise<ServiceRow | null> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM services
    WHERE organization_id = ${ctx.organizationId}::uuid AND lower(name) = lower(${name}) AND deleted_at IS NULL LIMIT 1`;
  return found ? tx.service.findUnique({ where: { id: found.id } }) : null;
}

/** Null when there are too many. One at a time, so that two alerts about a new service at once find one service and the limit holds. */
async function register(tx: Tx, ctx: Ctx, name: string): Promise<ServiceRow | null> {
  await tx.$queryRaw`SELECT id FROM organizations WHERE id = ${ctx.organizationId}::uuid FOR UPDATE`;
  const late = await findInAnyCase(tx, ctx, name);
  if (late) return late;
  const where = { organizationId: ctx.organizationId, kind: UNMANAGED, deletedAt: null };
  if ((await tx.service.count({ where })) >= MOST_UNMANAGED) return null;
  const [created] = await tx.service.createManyAndReturn({
    data: [
      {
        id: newId(),
        organizationId: ctx.organizationId,
        name,
        kind: UNMANAGED,
        targetKind: "none",
        targetName: name,
        host: "",
        port: 0,
        createdAt: clock.now(),
      },
    ],
    skipDuplicates: true,
  });
  // A person has added it between our look and our insert.
  if (!created) return findInAnyCase(tx, ctx, name);
  publish(tx, ctx.organizationId, "service.changed", created.id);
  recordAudit(tx, ctx, {
    verb: "service.register",
    subject: { kind: "service", id: created.id },
    data: { before: null, after: { name, kind: UNMANAGED } },
  });
  return created;
}
