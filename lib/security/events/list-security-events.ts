import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { Conditions } from "@/lib/platform/conditions";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { type SecurityEventPage, SecurityEventsQuery } from "../contract";
import { pageOfTable } from "../page-of-table";
import { EVENT_COLUMNS, type EventRow, presentEvent, VISIBLE } from "./event";

const DAY_MS = 86_400_000;

/** The events that an organization may see, since so many days ago. */
export const eventsOf = (organizationId: string, days: number): Conditions =>
  Conditions.where("id >= ?::uuid", firstIdAt(new Date(clock.now().getTime() - days * DAY_MS))).and(
    VISIBLE,
    organizationId,
    organizationId,
    organizationId,
  );

/** What happened at the door, newest first: failed sign-ins, refused keys and permits, calls across organizations, limits. */
export async function listSecurityEvents(
  ctx: Ctx,
  raw: z.input<typeof SecurityEventsQuery>,
): Promise<SecurityEventPage> {
  require(ctx, "administer");
  const query = SecurityEventsQuery.parse(raw);
  let all = eventsOf(ctx.organizationId, query.days);
  if (query.severity) all = all.and("severity = ?", query.severity);
  if (query.kind) all = all.and("kind = ?", query.kind);
  const { rows, ...listed } = await pageOfTable<EventRow>("security_events", EVENT_COLUMNS, all, query);
  return { items: rows.map(presentEvent), ...listed, page: query.page, page_size: query.page_size };
}
