import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { isId } from "@/lib/platform/ids";
import { Conditions, pageOfTable } from "../conditions";
import { type AccessPage, AccessQuery } from "../contract";
import { firstIdAt } from "../first-id-at";

type Row = {
  id: string;
  at: Date;
  request_id: string;
  method: string;
  route: string;
  status: number;
  duration_ms: number;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  key_id: string | null;
  address: string | null;
  user_agent: string | null;
  lost_before: number;
};

const COLUMNS =
  "id, at, request_id, method, route, status, duration_ms, actor_kind, actor_id, actor_name, key_id, address, user_agent, lost_before";

/** Who called what, newest first, for the last 30 days. Filters combine. */
export async function listCalls(ctx: Ctx, raw: z.input<typeof AccessQuery>): Promise<AccessPage> {
  require(ctx, "administer");
  const query = AccessQuery.parse(raw);
  const conditions = new Conditions().add("organization_id = ?::uuid", ctx.organizationId);
  const { actor, key_id: keyId, method, route, status, from, to } = query;
  if (actor) conditions.add(isId(actor) ? "actor_id = ?" : "lower(actor_name) = lower(?)", actor);
  if (keyId) conditions.add("key_id = ?", keyId);
  if (method) conditions.add("method = ?", method);
  if (route) conditions.add("route = ?", route);
  if (status) conditions.add("status = ?", status);
  // An id is made when the call is answered, so it is never older than the call.
  if (from) conditions.add("id >= ?::uuid AND at >= ?", firstIdAt(new Date(from)), new Date(from));
  if (to) conditions.add("at <= ?", new Date(to));
  const { rows, ...listed } = await pageOfTable<Row>("access_entries", COLUMNS, conditions, query);
  return {
    items: rows.map(({ actor_kind: kind, actor_id: id, actor_name: name, at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      actor: { kind, id, name },
    })),
    ...listed,
    page: query.page,
    page_size: query.page_size,
  };
}
