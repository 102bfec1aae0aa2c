import type { z } from "zod";
import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { seal } from "@/lib/platform/crypto";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { CreateService, type ServiceView } from "./contract";
import { presentOne } from "./get-service";

/** Starts watching a service; its first probe is due at once. Throws `conflict` when the organization has one of that name. */
export async function createService(ctx: Ctx, raw: z.input<typeof CreateService>): Promise<ServiceView> {
  require(ctx, "configure");
  const { target, password, interval_ms: intervalMs, ...input } = CreateService.parse(raw);
  const row = await inTransaction(async (tx) => {
    const now = clock.now();
    await refuseSameName(tx, ctx, input.name);
    // The unique index on the name in any case decides between two that create at once.
    const [created] = await tx.service.createManyAndReturn({
      data: [
        {
          ...input,
          id: newId(),
          organizationId: ctx.organizationId,
          targetKind: target.kind,
          targetName: target.name ?? input.name,
          passwordSealed: password === null ? null : seal(password),
          intervalMs,
          nextProbeAt: now,
          createdAt: now,
        },
      ],
      skipDuplicates: true,
    });
    if (!created) {
      // The other one has committed by now, so its name can be told.
      await refuseSameName(tx, ctx, input.name);
      throw conflict(`A service called ${input.name} was created and deleted a moment ago; try again`);
    }
    publish(tx, ctx.organizationId, "service.changed", created.id);
    recordAudit(tx, ctx, {
      verb: "service.create",
      subject: { kind: "service", id: created.id },
      data: { before: null, after: { ...input, target, interval_ms: intervalMs } },
    });
    return created;
  });
  return presentOne(row);
}

/** Names that differ only in case are taken for one another, and a fix would be approved for the wrong one. */
async function refuseSameName(tx: Tx, ctx: Ctx, name: string): Promise<void> {
  const [same] = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM services
    WHERE organization_id = ${ctx.organizationId}::uuid AND lower(name) = lower(${name}) AND deleted_at IS NULL LIMIT 1`;
  if (!same) return;
  const hint = same.name === name ? "" : ", and names must differ in more than upper and lower case";
  throw conflict(`A service called ${same.name} is already watched${hint}`);
}
