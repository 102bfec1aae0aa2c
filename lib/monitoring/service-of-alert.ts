import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { holdOrganization } from "@/lib/platform/hold-organization";
import { newId } from "@/lib/platform/ids";
import { isStale, MOST_UNMANAGED, UNMANAGED } from "./contract";
import type { ServiceRow } from "./watched";

/** A service that an alert is about. */
export type ServiceOfAlert = {
  /** Null when it is known from alerts alone and there are too many of those already. */
  id: string | null;
  /** As Nightshift writes it. */
  name: string;
  isManaged: boolean;
  /** What was seen of it last; null when nobody looks, or has lately. */
  live: { at: Date; metrics: Record<string, unknown>; health: number | null; lastError: string | null } | null;
};

/**
 * The service of this name, in whatever case, in the caller's transaction. One that nobody has told Nightshift about is registered as
 * unmanaged, so that its alerts have a place; at most 1,000 of those per organization. `looking`: the look for it, where the caller has
 * begun that in this transaction already.
 */
export async function serviceOfAlert(
  tx: Tx,
  ctx: Ctx,
  name: string,
  looking: Promise<KnownService | undefined> = lookForService(tx, ctx, name),
): Promise<ServiceOfAlert> {
  const known = (await looking) ?? (await register(tx, ctx, name));
  if (!known) return { id: null, name, isManaged: false, live: null };
  const isManaged = known.kind !== UNMANAGED;
  const isOld = isStale({ ...known, last_checked_at: known.last_checked_at?.toISOString() ?? null }, clock.now());
  const at = isManaged && known.status !== "unknown" && !isOld ? known.last_checked_at : null;
  return {
    id: known.id,
    name: known.name,
    isManaged,
    live: at && { at, metrics: known.metrics, health: known.health, lastError: known.last_error },
  };
}

/** What is known of a service that alerts are about. */
export type KnownService = Pick<ServiceRow, "id" | "name" | "kind" | "status" | "health"> & {
  metrics: Record<string, unknown>;
  last_error: string | null;
  last_checked_at: Date | null;
  interval_ms: number;
  unavailable_hint: string | null;
};

/** Looks for the service of this name, for `serviceOfAlert`: a caller that asks for more in the same transaction need not wait in between. */
export async function lookForService(tx: Tx, ctx: Ctx, name: string): Promise<KnownService | undefined> {
  const [found] = await tx.$queryRaw<KnownService[]>`
    SELECT id, name, kind, status, health, metrics, last_error, last_checked_at, interval_ms, unavailable_hint FROM services
    WHERE organization_id = ${ctx.organizationId}::uuid AND lower(name) = lower(${name}) AND deleted_at IS NULL LIMIT 1`;
  return found;
}

/** Nothing when there are too many. One at a time, so that two alerts about a new service at once find one service and the limit holds. */
async function register(tx: Tx, ctx: Ctx, name: string): Promise<KnownService | undefined> {
  const { organizationId } = ctx;
  holdOrganization(tx, organizationId);
  const [created] = await tx.$queryRaw<KnownService[]>`
    INSERT INTO services (id, organization_id, name, kind, target_kind, target_name, host, port, created_at)
    SELECT ${newId()}::uuid, ${organizationId}::uuid, ${name}, ${UNMANAGED}, 'none', ${name}, '', 0, ${clock.now()}::timestamptz
    WHERE ${MOST_UNMANAGED} > (SELECT count(*) FROM services
        WHERE organization_id = ${organizationId}::uuid AND kind = ${UNMANAGED} AND deleted_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM services
        WHERE organization_id = ${organizationId}::uuid AND lower(name) = lower(${name}) AND deleted_at IS NULL)
    ON CONFLICT DO NOTHING
    RETURNING id, name, kind, status, health, metrics, last_error, last_checked_at, interval_ms, unavailable_hint`;
  // There are too many, or somebody has added it between our look and our insert.
  if (!created) return lookForService(tx, ctx, name);
  publish(tx, ctx.organizationId, "service.changed", created.id);
  recordAudit(tx, ctx, {
    verb: "service.register",
    subject: { kind: "service", id: created.id },
    data: { before: null, after: { name, kind: UNMANAGED } },
  });
  return created;
}
