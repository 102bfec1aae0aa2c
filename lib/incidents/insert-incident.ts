import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import type { Prisma, Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { IncidentRow } from "./present-incident";

export type NewIncident = Omit<
  Prisma.IncidentCreateManyInput,
  "id" | "organizationId" | "number" | "createdAt" | "updatedAt" | "lastAlertAt"
>;

/** Lets one opener of the organization pass at a time, until its transaction ends. */
export async function lockNumbers(tx: Tx, ctx: Ctx): Promise<void> {
  await tx.$queryRaw`SELECT id FROM organizations WHERE id = ${ctx.organizationId}::uuid FOR UPDATE`;
}

/**
 * Inserts an incident under the organization's next number; null when another open incident has its dedup key. The unique index
 * decides, by ON CONFLICT DO NOTHING: a violation would abort the transaction and nobody could join any more.
 */
export async function insertIncident(tx: Tx, ctx: Ctx, incident: NewIncident): Promise<IncidentRow | null> {
  const [organization] = await tx.$queryRaw<{ number: number }[]>`
    UPDATE organizations SET last_incident_number = last_incident_number + 1
    WHERE id = ${ctx.organizationId}::uuid RETURNING last_incident_number AS number`;
  if (!organization) throw notFound("The organization");
  const now = clock.now();
  const [row] = await tx.incident.createManyAndReturn({
    data: [
      {
        ...incident,
        id: newId(),
        organizationId: ctx.organizationId,
        number: organization.number,
        createdAt: now,
        updatedAt: now,
        lastAlertAt: now,
      },
    ],
    skipDuplicates: true,
  });
  return row ?? null;
}
