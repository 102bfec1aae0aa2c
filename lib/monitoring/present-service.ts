import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { pool, prisma } from "@/lib/platform/db";
import { isId } from "@/lib/platform/ids";
import { isStale, ServiceStatus, ServiceView, TargetKind } from "./contract";
import type { ServiceRow } from "./watched";

/** The service with this id as clients see it, or null when the organization has none (it may just have been deleted). */
export async function presentService(ctx: Ctx, serviceId: string): Promise<ServiceView | null> {
  require(ctx, "read");
  if (!isId(serviceId)) return null;
  const row = await prisma().service.findFirst({
    where: { id: serviceId, organizationId: ctx.organizationId, deletedAt: null },
  });
  const [view] = row ? await presentServices([row]) : [];
  return view ?? null;
}

/** Several rows at once, with one query for their open incidents. */
export async function presentServices(rows: readonly ServiceRow[]): Promise<ServiceView[]> {
  const first = rows[0];
  if (!first) return [];
  // Of several causes the newest is the one to look at: it is what the last change of state was about. This is asked for each sample, so
  // that it must not cost more the more are open.
  const { rows: open } = await pool().query<{ service_id: string; id: string }>({
    name: "newest-open-incidents",
    text: `SELECT service.id AS service_id, newest.id FROM unnest($2::uuid[]) AS service(id), LATERAL (
        SELECT id FROM incidents WHERE organization_id = $1 AND service_id = service.id AND status <> 'resolved'
        ORDER BY created_at DESC, id DESC LIMIT 1) AS newest`,
    values: [first.organizationId, rows.map((row) => row.id)],
  });
  const newest = new Map(open.map((incident) => [incident.service_id, incident.id]));
  return rows.map((row) => presentRow(row, newest.get(row.id) ?? null));
}

/** `openIncidentId` is the newest open incident of the service, when it has one. */
export function presentRow(row: ServiceRow, openIncidentId: string | null): ServiceView {
  const view: ServiceView = {
    id: row.id,
    name: row.name,
    kind: ServiceView.shape.kind.parse(row.kind),
    target: { kind: TargetKind.parse(row.targetKind), name: row.targetName },
    health: row.health,
    status: ServiceStatus.parse(row.status),
    last_checked_at: row.lastCheckedAt?.toISOString() ?? null,
    metrics: row.metrics as Record<string, unknown>,
    open_incident_id: openIncidentId,
    latency_ms: row.latencyMs,
    last_error: row.lastError,
    interval_ms: row.intervalMs,
    is_sandbox: row.isSandbox,
    unavailable_hint: row.unavailableHint,
    health_url: row.healthUrl,
    repository: row.repository,
  };
  // The figures stay, with their time; but what was true when somebody last looked is no status now.
  return isStale(view, clock.now()) ? { ...view, status: "unknown" } : view;
}
