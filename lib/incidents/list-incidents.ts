import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import type { Page } from "@/lib/platform/contract";
import { type Prisma, prisma } from "@/lib/platform/db";
import { type IncidentSummary, ListIncidents } from "./contract";
import { presentIncidents } from "./present-incident";

/** A page of incidents, newest first. Filters combine; `q` finds a word in title or description, or a number (`17`, `#17`). */
export async function listIncidents(ctx: Ctx, raw: z.input<typeof ListIncidents>): Promise<Page<IncidentSummary>> {
  require(ctx, "read");
  const query = ListIncidents.parse(raw);
  const where: Prisma.IncidentWhereInput = {
    organizationId: ctx.organizationId,
    ...(query.status && { status: query.status === "open" ? { not: "resolved" } : query.status }),
    ...(query.severity && { severity: query.severity }),
    ...(query.service && { serviceName: query.service }),
    ...((query.from || query.to) && {
      createdAt: { gte: query.from && new Date(query.from), lte: query.to && new Date(query.to) },
    }),
    ...(query.q && { OR: matches(query.q) }),
  };
  const skip = (query.page - 1) * query.page_size;
  const [total, rows] = await Promise.all([
    prisma().incident.count({ where }),
    prisma().incident.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip,
      take: query.page_size,
    }),
  ]);
  return {
    items: await presentIncidents(rows),
    total,
    page: query.page,
    page_size: query.page_size,
    has_next: skip + rows.length < total,
  };
}

function matches(q: string): Prisma.IncidentWhereInput[] {
  const contains = { contains: escapeLike(q), mode: "insensitive" as const };
  // Nine digits at most: more would not fit the column, and nobody has that many incidents.
  const number = /^#?(\d{1,9})$/.exec(q)?.[1];
  return [{ title: contains }, { description: contains }, ...(number ? [{ number: Number(number) }] : [])];
}

/** Prisma hands `contains` to LIKE as it is; a person who types `100%` means the sign. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
