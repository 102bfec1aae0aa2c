import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { type Page, PageQuery } from "@/lib/platform/contract";
import { prisma } from "@/lib/platform/db";
import type { DiagnosisSummary } from "./contract";
import { findIncidentRow } from "./get-diagnosis";
import { presentDiagnosisSummary } from "./present-diagnosis";

/** Every diagnosis of an incident, the newest first, whoever made it and whatever came of it. Throws `not_found` for an unknown incident. */
export async function listDiagnoses(
  ctx: Ctx,
  incidentId: string,
  raw: z.input<typeof PageQuery> = {},
): Promise<Page<DiagnosisSummary>> {
  require(ctx, "read");
  const { page, page_size } = PageQuery.parse(raw);
  const { id } = await findIncidentRow(ctx, incidentId);
  const where = { incidentId: id, organizationId: ctx.organizationId };
  const [rows, total] = await Promise.all([
    prisma().diagnosis.findMany({
      where,
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      skip: (page - 1) * page_size,
      take: page_size,
    }),
    prisma().diagnosis.count({ where }),
  ]);
  return { items: rows.map(presentDiagnosisSummary), total, page, page_size, has_next: page * page_size < total };
}
