import { whileUnchanged } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { pool } from "@/lib/platform/db";
import type { Filter } from "./incident-filter";

// A page far down the list is found from the nearest landmark: the place of every thousandth incident, counted from the oldest. New
// incidents come in at the other end, so that a landmark stays true. Without landmarks a page costs as many steps as it lies deep.

const EVERY = 1_000;
/** Up to here a page is counted off from the top: it takes less than looking for a landmark. */
export const NEAR = EVERY;
const MOST_ORGANIZATIONS = 200;

type Landmark = { ordinal: number; at: Date; id: string };

// Next compiles routes into bundles of their own; all of a process share what it knows.
const held = globalThis as unknown as { nightshiftLandmarks?: Map<string, Landmark[]> };

/** The ids of a page that begins at `offset` of `total`, newest first. */
export async function deepPage(
  ctx: Ctx,
  filter: Filter,
  total: number,
  offset: number,
  size: number,
): Promise<string[]> {
  const landmarks = filter.isEverything
    ? await standingLandmarks(ctx, filter)
    : await whileUnchanged(ctx, `landmarks ${filter.key}`, () => landmarksAbove(filter, null));
  const ordinal = total - offset;
  const near = landmarks.find((landmark) => landmark.ordinal >= ordinal);
  return near ? idsFrom(filter, near, near.ordinal - ordinal, size) : idsFrom(filter, null, offset, size);
}

/** A page from a place on, or from the top. */
export async function idsFrom(
  { where, values }: Filter,
  from: { at: Date; id: string } | null,
  offset: number,
  size: number,
): Promise<string[]> {
  const next = values.length + 1;
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM incidents WHERE ${where}${from ? ` AND (created_at, id) <= ($${next + 2}, $${next + 3}::uuid)` : ""}
     ORDER BY created_at DESC, id DESC LIMIT $${next} OFFSET $${next + 1}`,
    [...values, size, offset, ...(from ? [from.at, from.id] : [])],
  );
  return rows.map(({ id }) => id);
}

/**
 * Landmarks of all incidents of an organization, kept from one question to the next. They are true as long as those below the topmost
 * and those above it are all there are; should somebody have loaded older incidents or removed some, they are set anew.
 */
async function standingLandmarks(ctx: Ctx, filter: Filter): Promise<Landmark[]> {
  held.nightshiftLandmarks ??= new Map();
  const all = held.nightshiftLandmarks;
  let landmarks = all.get(ctx.organizationId) ?? [];
  const top = landmarks.at(-1) ?? null;
  const { total, above } = await countAbove(ctx, top);
  if (top && top.ordinal + above !== total) landmarks = await landmarksAbove(filter, null);
  else if (above >= EVERY) landmarks = [...landmarks, ...(await landmarksAbove(filter, top))];
  all.delete(ctx.organizationId);
  all.set(ctx.organizationId, landmarks);
  if (all.size > MOST_ORGANIZATIONS) all.delete(all.keys().next().value ?? ctx.organizationId);
  return landmarks;
}

/** How many there are, and how many of them above a landmark, at one moment. */
async function countAbove(ctx: Ctx, top: Landmark | null): Promise<{ total: number; above: number }> {
  const { rows } = await pool().query<{ total: number; above: number }>(
    `SELECT total, CASE WHEN $2::timestamptz IS NULL THEN total ELSE (SELECT count(*)::int FROM incidents
       WHERE organization_id = $1 AND (created_at, id) > ($2, $3::uuid)) END AS above
     FROM (SELECT coalesce(sum(count), 0)::int AS total FROM incident_tallies WHERE organization_id = $1) AS tally`,
    [ctx.organizationId, top?.at ?? null, top?.id ?? null],
  );
  return rows[0] ?? { total: 0, above: 0 };
}

async function landmarksAbove({ where, values }: Filter, top: Landmark | null): Promise<Landmark[]> {
  const next = values.length + 1;
  const { rows } = await pool().query<{ ordinal: number; created_at: Date; id: string }>(
    `SELECT ordinal::int, created_at, id FROM (
       SELECT created_at, id, row_number() OVER (ORDER BY created_at, id) AS ordinal FROM incidents
       WHERE ${where}${top ? ` AND (created_at, id) > ($${next + 1}, $${next + 2}::uuid)` : ""}) AS counted
     WHERE ordinal % $${next} = 0 ORDER BY ordinal`,
    [...values, EVERY, ...(top ? [top.at, top.id] : [])],
  );
  return rows.map(({ ordinal, created_at, id }) => ({ ordinal: (top?.ordinal ?? 0) + ordinal, at: created_at, id }));
}
