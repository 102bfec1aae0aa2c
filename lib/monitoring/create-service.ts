import type { z } from "zod";
import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { seal } from "@/lib/platform/crypto";
import { inTransaction, type Prisma, type Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { CreateService, type ServiceView, UNMANAGED } from "./contract";
import { presentOne } from "./get-service";

/** As many of an organization are watched: each is a connection every interval. */
const MOST = 500;

/**
 * Starts watching a service; its first probe is due at once. One that alerts have made known under this name, in whatever case, becomes
 * this one and keeps its incidents. Throws `conflict` when the organization watches one of that name, or 500 already.
 */
export async function createService(ctx: Ctx, raw: z.input<typeof CreateService>): Promise<ServiceView> {
  require(ctx, "configure");
  const { target, password, interval_ms: intervalMs, ...input } = CreateService.parse(raw);
  const row = await inTransaction(async (tx) => {
    const now = clock.now();
    const columns = {
      ...input,
      targetKind: target.kind,
      targetName: target.name ?? input.name,
      passwordSealed: password === null ? null : seal(password),
      intervalMs,
      nextProbeAt: now,
    };
    await refuseSameName(tx, ctx, input.name);
    await refuseTooMany(tx, ctx);
    // The unique index on the name in any case decides between two that create at once.
    const [fresh] = await tx.service.createManyAndReturn({
      data: [{ ...columns, id: newId(), organizationId: ctx.organizationId, createdAt: now }],
      skipDuplicates: true,
    });
    const created = fresh ?? (await adopt(tx, ctx, columns));
    if (!created) {
      // The other one has committed by now, so its name can be told.
      await refuseSameName(tx, ctx, input.name);
      throw conflict(`A service called ${input.name} was created and deleted a moment ago; try again`);
    }
    publish(tx, ctx.organizationId, "service.changed", created.id);
    recordAudit(tx, ctx, {
      verb: "service.create",
      subject: { kind: "service", id: created.id },
      data: { before: fresh ? null : { kind: UNMANAGED }, after: { ...input, target, interval_ms: intervalMs } },
    });
    return created;
  });
  return presentOne(row);
}

/** One at a time: two that create the last at once would be one too many. */
async function refuseTooMany(tx: Tx, { organizationId }: Ctx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('nightshift.services'), hashtext(${organizationId}))`;
  const watched = await tx.service.count({ where: { organizationId, deletedAt: null, kind: { not: UNMANAGED } } });
  if (watched >= MOST) throw conflict(`${MOST} services are watched, and more cannot be; delete some first`);
}

/** Makes a watched service of the one that is known by this name from alerts alone; null when there is none. */
async function adopt(tx: Tx, ctx: Ctx, columns: Prisma.ServiceUpdateManyMutationInput & { name: string }) {
  const [known] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM services WHERE organization_id = ${ctx.organizationId}::uuid AND lower(name) = lower(${columns.name})
      AND deleted_at IS NULL AND kind = ${UNMANAGED} FOR UPDATE`;
  return known ? tx.service.update({ where: { id: known.id }, data: columns }) : null;
}

/**
 * Names that differ only in case are taken for one another, and a fix would be approved for the wrong one. What is known from alerts alone
 * is in nobody's way.
 */
async function refuseSameName(tx: Tx, ctx: Ctx, name: string): Promise<void> {
  const [same] = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM services
    WHERE organization_id = ${ctx.organizationId}::uuid AND lower(name) = lower(${name}) AND deleted_at IS NULL
      AND kind <> ${UNMANAGED} LIMIT 1`;
  if (!same) return;
  const hint = same.name === name ? "" : ", and names must differ in more than upper and lower case";
  throw conflict(`A service called ${same.name} is already watched${hint}`);
}
