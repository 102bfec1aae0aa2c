import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { type IntegrationLogView, LogLevel, LogsQuery } from "./contract";
import { findIntegration } from "./find-integration";

/** What happened with an integration, newest first. Kept for 30 days. Throws `not_found`. */
export async function listLog(ctx: Ctx, name: string, raw: z.input<typeof LogsQuery>): Promise<IntegrationLogView[]> {
  require(ctx, "read");
  const { limit, level } = LogsQuery.parse(raw);
  const { id } = await findIntegration(ctx, name);
  const levels = level ? LogLevel.options.slice(LogLevel.options.indexOf(level)) : [...LogLevel.options];
  const rows = await prisma().integrationLogEntry.findMany({
    where: { integrationId: id, level: { in: levels } },
    orderBy: { id: "desc" },
    take: limit,
  });
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    level: LogLevel.parse(row.level),
    message: row.message,
    data: row.data as Record<string, unknown>,
  }));
}
