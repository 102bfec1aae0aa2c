import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { type Page, PageQuery } from "@/lib/platform/contract";
import { prisma } from "@/lib/platform/db";
import type { QuestionView } from "../contract";
import { findIncidentRow } from "../get-diagnosis";
import { presentQuestions } from "./present-questions";

/** What was asked about an incident, the newest first, with what came of it. Throws `not_found` for an unknown incident. */
export async function listQuestions(
  ctx: Ctx,
  incidentId: string,
  raw: z.input<typeof PageQuery> = {},
): Promise<Page<QuestionView>> {
  require(ctx, "read");
  const { page, page_size } = PageQuery.parse(raw);
  const { id } = await findIncidentRow(ctx, incidentId);
  const where = { incidentId: id, organizationId: ctx.organizationId };
  const [rows, total] = await Promise.all([
    prisma().question.findMany({
      where,
      orderBy: [{ askedAt: "desc" }, { id: "desc" }],
      skip: (page - 1) * page_size,
      take: page_size,
    }),
    prisma().question.count({ where }),
  ]);
  return { items: await presentQuestions(rows), total, page, page_size, has_next: page * page_size < total };
}
