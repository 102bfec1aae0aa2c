import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { storable } from "@/lib/platform/storable";
import { type IncidentSummary, incidentTransitions, ResolveIncident } from "./contract";
import { findIncident, presentOne } from "./get-incident";
import { tell } from "./tell";

/** Resolves an incident by hand. Throws `conflict` when it already is. A person may do so while an execution is under way. */
export async function resolveIncident(
  ctx: Ctx,
  id: string,
  raw: z.input<typeof ResolveIncident>,
): Promise<IncidentSummary> {
  require(ctx, "respond");
  const { resolution } = ResolveIncident.parse(raw);
  return inTransaction(async (tx) => {
    const incident = await findIncident(tx, ctx, id);
    const resolved = await resolveIncidentIn(tx, ctx, { incidentId: incident.id, resolution });
    if (!resolved) throw conflict("This incident is already resolved");
    return presentOne(tx, await findIncident(tx, ctx, id));
  });
}

export type ResolveIn = {
  incidentId: string;
  /** Why it is over, in words. */
  resolution: string;
  /** Percent, when it was measured. */
  healthAfter?: number;
  /** What the timeline says instead, where the resolution stands there already. */
  told?: string;
};

/**
 * Resolves an incident in the caller's transaction, for other rooms' verbs and loops, which have the right to. Returns false, and
 * changes nothing, when it was already resolved.
 */
export async function resolveIncidentIn(tx: Tx, ctx: Ctx, raw: ResolveIn): Promise<boolean> {
  const input = storable(raw);
  const now = clock.now();
  const [resolved] = await tx.incident.updateManyAndReturn({
    where: {
      id: input.incidentId,
      organizationId: ctx.organizationId,
      status: { in: [...incidentTransitions.resolve] },
    },
    data: {
      status: "resolved",
      resolvedAt: now,
      resolvedBy: ctx.actor.name,
      resolution: input.resolution,
      updatedAt: now,
      ...(input.healthAfter !== undefined && { health: input.healthAfter }),
    },
    select: { acknowledgedAt: true },
  });
  if (!resolved) return false;
  // Somebody has said what nobody else could.
  await tx.$executeRaw`UPDATE signals SET status = 'resolved' WHERE incident_id = ${input.incidentId}::uuid AND status = 'lost'`;
  const told = {
    incidentId: input.incidentId,
    kind: "resolved" as const,
    text: input.told ?? input.resolution,
    data: {
      ...(input.told !== undefined && { resolution: input.resolution }),
      ...(input.healthAfter !== undefined && { health_after: input.healthAfter }),
    },
  };
  tell(tx, ctx, "resolve", told, {
    before: { status: resolved.acknowledgedAt ? "acknowledged" : "triggered" },
    after: { status: "resolved", resolution: input.resolution },
  });
  return true;
}

export type ResolveOpen = {
  serviceId: string;
  /**
   * Who sees it well. What others opened is theirs to resolve, but for what alerts opened: when none of them fires any more, and none was
   * lost while it did.
   */
  by: string;
  /** Since when it is seen well. What was opened again later waits for what is seen after that. */
  wellSince: Date;
  /** Only those with one of these; all when left out. */
  dedupKeys?: string[];
  resolution: string;
  healthAfter?: number;
};

/**
 * Resolves the open incidents of a service that recovered by itself, in the caller's transaction, and returns their ids. One that an
 * execution holds is left alone: its outcome is for that execution to prove. So is one that a person opened again and whose trouble was not
 * measured since: they know of something that samples do not show.
 */
export async function resolveOpenIncidentsOfService(tx: Tx, ctx: Ctx, input: ResolveOpen): Promise<string[]> {
  // Locked, so that an execution cannot take hold between this look and the resolution.
  const open = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM incidents
    WHERE organization_id = ${ctx.organizationId}::uuid AND service_id = ${input.serviceId}::uuid
      AND status <> 'resolved' AND held_by_execution IS NULL
      AND kept_open_by IS NULL AND (reopened_at IS NULL OR reopened_at < ${input.wellSince.toISOString()}::timestamptz(3))
      AND (${input.dedupKeys === undefined} OR dedup_key = ANY(${input.dedupKeys ?? []}::text[]))
      AND (alert_source = ${input.by} OR (
        EXISTS (SELECT 1 FROM signals WHERE incident_id = incidents.id)
        AND NOT EXISTS (
          SELECT 1 FROM signals JOIN integrations ON integrations.id = signals.integration_id
          WHERE incident_id = incidents.id
            AND (((signals.status = 'firing' OR settles_at IS NOT NULL) AND deleted_at IS NULL) OR signals.status = 'lost'))
        AND alert_source NOT IN ('manual', 'api')))
    ORDER BY id FOR UPDATE`;
  const resolved: string[] = [];
  for (const { id } of open) {
    const { resolution, healthAfter } = input;
    if (await resolveIncidentIn(tx, ctx, { incidentId: id, resolution, healthAfter })) resolved.push(id);
  }
  return resolved;
}
