import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { findIntegration } from "@/lib/integrations";
import type { Page } from "@/lib/platform/contract";
import { pool } from "@/lib/platform/db";
import { invalid } from "@/lib/platform/errors";
import { type DeliveryView, ListDeliveries, MOST_DELIVERIES_COUNTED } from "../contract";
import { COLUMNS, type DeliveryRow, presentDelivery } from "./present-delivery";

/**
 * A page of what an integration has received, newest first; kept for 30 days. Counted up to 10,000, and no page lies beyond them: whoever
 * looks for something older names a state. Throws `not_found`, or `invalid` for a page that is too far back.
 */
export async function listDeliveries(
  ctx: Ctx,
  name: string,
  raw: z.input<typeof ListDeliveries>,
): Promise<Page<DeliveryView>> {
  require(ctx, "read");
  const { page, page_size: size, state } = ListDeliveries.parse(raw);
  const offset = (page - 1) * size;
  if (offset >= MOST_DELIVERIES_COUNTED)
    throw invalid(`page: Only the newest ${MOST_DELIVERIES_COUNTED} deliveries can be listed; name a state`);
  const { id } = await findIntegration(ctx, name);
  const where = state ? "integration_id = $1 AND state = $2" : "integration_id = $1";
  const values = state ? [id, state] : [id];
  const [counted, found] = await Promise.all([
    pool().query<{ total: number }>(
      `SELECT count(*)::int AS total FROM (SELECT 1 FROM deliveries WHERE ${where} LIMIT ${MOST_DELIVERIES_COUNTED}) AS listed`,
      values,
    ),
    pool().query<DeliveryRow>(
      `SELECT ${COLUMNS} FROM deliveries WHERE ${where} ORDER BY id DESC LIMIT ${size + 1} OFFSET ${offset}`,
      values,
    ),
  ]);
  return {
    items: found.rows.slice(0, size).map(presentDelivery),
    total: counted.rows[0]?.total ?? 0,
    page,
    page_size: size,
    has_next: found.rows.length > size,
  };
}
