import type { z } from "zod";
import { whileUnchanged } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import type { Page } from "@/lib/platform/contract";
import { pool, prisma } from "@/lib/platform/db";
import { type IncidentSummary, ListIncidents, MOST_COUNTED } from "./contract";
import { countIncidents } from "./count-incidents";
import { type Filter, filterOf } from "./incident-filter";
import { deepPage, idsFrom, NEAR } from "./landmarks";
import { presentIncidents } from "./present-incident";
import { shortened } from "./shorten";

type Found = { total: number; ids: string[]; hasNext: boolean };

/**
 * A page of incidents, newest first. Filters combine. `q` finds incidents that have every word of it, or words that begin so, in title,
 * description, notes or the names of service and system; `#17` finds that number. Any text is a legal `q`. Very long parts of an
 * incident are cut, so that a page of 20 is less than 100 KB; `getIncident` has them whole.
 */
export async function listIncidents(ctx: Ctx, raw: z.input<typeof ListIncidents>): Promise<Page<IncidentSummary>> {
  require(ctx, "read");
  const query = ListIncidents.parse(raw);
  const filter = filterOf(ctx, query);
  const offset = (query.page - 1) * query.page_size;
  const find = () => findPage(ctx, filter, query, offset);
  const { total, ids, hasNext } = filter.isTallied
    ? await find()
    : await whileUnchanged(ctx, `incidents ${filter.key} ${offset} ${query.page_size}`, find);
  const rows =
    ids.length > 0
      ? await prisma().incident.findMany({ where: { id: { in: ids }, organizationId: ctx.organizationId } })
      : [];
  rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return {
    items: (await presentIncidents(rows)).map(shortened),
    total,
    page: query.page,
    page_size: query.page_size,
    has_next: hasNext,
  };
}

async function findPage(
  ctx: Ctx,
  filter: Filter,
  { status, severity, page_size: size }: z.output<typeof ListIncidents>,
  offset: number,
): Promise<Found> {
  // One more than asked for tells whether there is more. Most people look at the first pages: those need not wait for the total.
  if (offset < NEAR || filter.isSearch) {
    const [total, ids] = await Promise.all([
      totalOf(ctx, filter, status, severity),
      idsFrom(filter, null, offset, size + 1),
    ]);
    return { total, ids: ids.slice(0, size), hasNext: ids.length > size };
  }
  const total = await totalOf(ctx, filter, status, severity);
  const ids = offset < total ? await deepPage(ctx, filter, total, offset, size) : [];
  return { total, ids, hasNext: offset + ids.length < total };
}

type Query = z.output<typeof ListIncidents>;

async function totalOf(
  ctx: Ctx,
  filter: Filter,
  status: Query["status"],
  severity: Query["severity"],
): Promise<number> {
  if (!filter.isTallied)
    return whileUnchanged(ctx, `total ${filter.key}`, async () => {
      const { rows } = await pool().query<{ total: number }>(
        filter.isSearch
          ? `SELECT count(*)::int AS total FROM (SELECT 1 FROM incidents WHERE ${filter.where} LIMIT ${MOST_COUNTED}) AS found`
          : `SELECT count(*)::int AS total FROM incidents WHERE ${filter.where}`,
        filter.values,
      );
      return rows[0]?.total ?? 0;
    });
  const tallies = await countIncidents(ctx);
  return tallies
    .filter((tally) => !severity || tally.severity === severity)
    .filter((tally) => !status || (status === "open" ? tally.status !== "resolved" : tally.status === status))
    .reduce((total, { count }) => total + count, 0);
}
