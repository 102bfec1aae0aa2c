import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import type { Conditions } from "@/lib/platform/conditions";
import { pool } from "@/lib/platform/db";
import { invalid } from "@/lib/platform/errors";
import type { Entry } from "./chain";
import { AuditFilters, type AuditPage, AuditQuery } from "./contract";
import { conditionsOf, isFiltered } from "./filters";
import { presentEntry } from "./present-entry";
import { readEntries, readFew } from "./read-entries";
import { readHead } from "./read-head";

// How far a filtered list is counted and leafed through by number; the cursor goes on from there.
const MOST_COUNTED = 10_000;
// How many entries are read for words without asking the index.
const NEAR = 10_000n;

/**
 * A page of the audit log, newest first. By cursor every page costs the same. By number too while nothing is filtered, because entries
 * are numbered without gaps; with filters the numbers reach 10,000 entries back. Throws `invalid` beyond.
 */
export async function listAuditEntries(ctx: Ctx, raw: z.input<typeof AuditQuery>): Promise<AuditPage> {
  require(ctx, "administer");
  const query = AuditQuery.parse(raw);
  const { page, page_size: size, cursor } = query;
  const filters = AuditFilters.parse(query);
  const conditions = await conditionsOf(ctx.organizationId, filters);
  const skip = (page - 1) * size;
  const isWhole = !isFiltered(filters);
  if (!isWhole && cursor === undefined && skip >= MOST_COUNTED) {
    const message = `With filters, pages by number end at ${MOST_COUNTED} entries; go on with the cursor`;
    throw invalid(message, { issues: [{ path: "page", message }] });
  }

  const head = await readHead(ctx.organizationId);
  const newest = head?.lastEntry ?? 0n;
  const total = isWhole ? Number(newest) : await countUpTo(conditions, MOST_COUNTED + 1);
  // Unfiltered, the page's number says between which entries it lies.
  const from = cursor !== undefined ? BigInt(cursor) : isWhole ? newest + 1n - BigInt(skip) : null;
  const bounded = from === null ? conditions : conditions.and("seq < ?", from);
  const offset = from === null ? skip : 0;
  const isCommon = isWhole || total > MOST_COUNTED;
  const near = filters.q === undefined ? null : (from ?? newest + 1n) - NEAR;
  const rows = isCommon ? await readCommon(bounded, near, size + 1, offset) : await readFew(bounded, size + 1, offset);
  const items = rows.slice(0, size).map(presentEntry);
  const last = items.at(-1);
  const hasNext = rows.length > size;
  return {
    items,
    total: isWhole ? total : Math.min(total, MOST_COUNTED),
    page,
    page_size: size,
    has_next: hasNext,
    total_is_exact: isWhole || total <= MOST_COUNTED,
    next_cursor: hasNext && last ? String(last.seq) : null,
  };
}

/** Newest first of what there is plenty of: soon met on the way back. Words are costly to look at, so there the way is short, and the index asked when it was too short. */
async function readCommon(
  conditions: Conditions,
  near: bigint | null,
  limit: number,
  offset: number,
): Promise<Entry[]> {
  if (near === null) return readEntries(conditions, "DESC", limit, offset);
  const met = await readEntries(conditions.and("seq > ?", near), "DESC", limit, offset);
  return met.length === limit ? met : readFew(conditions, limit, offset);
}

async function countUpTo({ sql, values }: Conditions, most: number): Promise<number> {
  const { rows } = await pool().query<{ count: string }>(
    `SELECT count(*) FROM (SELECT 1 FROM audit_entries WHERE ${sql} LIMIT ${most}) AS found`,
    values,
  );
  return Number(rows[0]?.count ?? 0);
}
