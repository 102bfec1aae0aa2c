import type { Tx } from "@/lib/platform/db";

export type WindowOver = { id: string; name: string; endsAt: Date };

/** The maintenance window that is over a service now, in the caller's transaction: of several the one that ends last. */
export async function windowOver(
  tx: Tx,
  organizationId: string,
  serviceName: string,
  now: Date,
): Promise<WindowOver | null> {
  const [window] = await tx.$queryRaw<WindowOver[]>`
    SELECT id, name, ends_at AS "endsAt" FROM maintenance_windows
    WHERE organization_id = ${organizationId}::uuid AND cancelled_at IS NULL AND starts_at <= ${now} AND ends_at > ${now}
      AND (service_names = '{}' OR ${serviceName.toLowerCase()} = ANY (service_names))
    ORDER BY ends_at DESC LIMIT 1`;
  return window ?? null;
}
