import type { Ctx } from "@/lib/auth";
import { pool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { redact } from "@/lib/platform/redact";
import { Backlog } from "../backlog";
import { noteForeignIds } from "../events/note-foreign-ids";

/** A call of the API that was answered. */
export type Call = {
  method: string;
  /** The endpoint's path as it is documented: `/incidents/{id}`. */
  route: string;
  params: Record<string, string>;
  status: number;
  startedAt: Date;
  durationMs: number;
};

type Entry = {
  id: string;
  organizationId: string;
  at: string;
  requestId: string;
  method: string;
  route: string;
  status: number;
  durationMs: number;
  actorKind: string;
  actorId: string;
  actorName: string;
  keyId: string | null;
  address: string | null;
  userAgent: string | null;
};

// Next compiles routes into bundles of their own; all of a process write into one backlog.
const held = globalThis as unknown as { nightshiftAccess?: { backlog: Backlog<Entry>; lost: Map<string, number> } };

function access() {
  held.nightshiftAccess ??= open();
  return held.nightshiftAccess;
}

function open() {
  const lost = new Map<string, number>();
  const backlog = new Backlog<Entry>({
    name: "access",
    most: 10_000,
    afterMs: 1_000,
    write: (entries) => write(entries, lost),
    onDrop: ({ organizationId: id }) => lost.set(id, (lost.get(id) ?? 0) + 1),
  });
  return { backlog, lost };
}

/**
 * Writes down who called what, a moment later and never in the way of the call. A call that was answered with 404 is also looked at for
 * ids of other organizations.
 */
export function noteCall(ctx: Ctx, call: Call): void {
  access().backlog.add({
    id: newId(),
    organizationId: ctx.organizationId,
    at: call.startedAt.toISOString(),
    requestId: ctx.requestId ?? "-",
    method: call.method,
    route: call.route,
    status: call.status,
    durationMs: Math.round(call.durationMs * 10) / 10,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    keyId: ctx.keyId ?? (ctx.actor.kind === "apiKey" ? ctx.actor.id : null),
    address: ctx.origin?.address ?? null,
    userAgent: ctx.origin?.userAgent ? redact(ctx.origin.userAgent).slice(0, 300) : null,
  });
  if (call.status === 404) noteForeignIds(ctx, call);
}

/** Writes what waits; for the end of a process. */
export const flushCalls = (): Promise<void> => access().backlog.flush();

async function write(entries: Entry[], lost: Map<string, number>): Promise<void> {
  // How many were dropped is told by the next entry of the same organization that can be written.
  const told = new Map<string, number>();
  const rows = entries.map((entry) => {
    const { organizationId: id } = entry;
    const before = told.has(id) ? 0 : (lost.get(id) ?? 0);
    if (before > 0) told.set(id, before);
    return { ...entry, lostBefore: before };
  });
  // ON CONFLICT: a batch whose answer was lost on the way comes a second time.
  await pool().query(
    `INSERT INTO access_entries (id, organization_id, at, request_id, method, route, status, duration_ms, actor_kind, actor_id, actor_name,
       key_id, address, user_agent, lost_before)
     SELECT id, "organizationId", at, "requestId", method, route, status, "durationMs", "actorKind", "actorId", "actorName", "keyId",
       address, "userAgent", "lostBefore"
     FROM jsonb_to_recordset($1::jsonb) AS entry(id uuid, "organizationId" uuid, at timestamptz, "requestId" text, method text, route text,
       status smallint, "durationMs" float8, "actorKind" text, "actorId" text, "actorName" text, "keyId" text, address text,
       "userAgent" text, "lostBefore" int)
     ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(rows)],
  );
  for (const [id, count] of told) {
    const left = (lost.get(id) ?? 0) - count;
    if (left > 0) lost.set(id, left);
    else lost.delete(id);
  }
}
