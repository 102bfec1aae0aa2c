import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { Conditions } from "@/lib/platform/conditions";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { isId } from "@/lib/platform/ids";
import { type AccessPage, AccessQuery } from "../contract";
import { pageOfTable } from "../page-of-table";

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
  const { actor, key_id: keyId, method, route, status, from, to } = query;
  let all = Conditions.inOrganization(ctx.organizationId);
  if (actor) all = all.and(isId(actor) ? "actor_id = ?" : "lower(actor_name) = lower(?)", actor);
  if (keyId) all = all.and("key_id = ?", keyId);
  if (method) all = all.and("method = ?", method);
  if (route) all = all.and("route = ?", route);
  if (status) all = all.and("status = ?", status);
  // An id is made when the call is answered, so it is never older than the call.
  if (from) all = all.and("id >= ?::uuid AND at >= ?", firstIdAt(new Date(from)), new Date(from));
  if (to) all = all.and("at <= ?", new Date(to));
  const { rows, ...listed } = await pageOfTable<Row>("access_entries", COLUMNS, all, query);
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
