import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import type { Conditions } from "@/lib/platform/conditions";
import { inTransaction } from "@/lib/platform/db";
import { AuditExportQuery, AuditFilters } from "./contract";
import { CSV_HEADER, entryLine, headLine, openingLine, toCsv, toNdjson } from "./export-format";
import { conditionsOf, isFiltered } from "./filters";
import { walkEntries } from "./read-entries";
import { readHead } from "./read-head";
import { recordAudit } from "./record-audit";

export type AuditExport = { fileName: string; contentType: string; text: AsyncGenerator<string> };

const types = { csv: "text/csv; charset=utf-8", json: "application/x-ndjson; charset=utf-8" };
const extensions = { csv: "csv", json: "ndjson" };

/**
 * The audit log as text that is made while it is read, oldest entry first; memory does not grow with it. It holds what `npm run
 * audit:verify` needs to recompute the chain without a server, and ends with the head. That it was exported is recorded first, and so
 * stands in it as its last entry (unless the filters leave it out).
 */
export async function exportAuditEntries(ctx: Ctx, raw: z.input<typeof AuditExportQuery>): Promise<AuditExport> {
  require(ctx, "administer");
  const query = AuditExportQuery.parse(raw);
  const { format } = query;
  const filters = AuditFilters.parse(query);
  await inTransaction((tx) =>
    recordAudit(tx, ctx, {
      verb: "audit.export",
      subject: { kind: "organization", id: ctx.organizationId },
      data: { format, filters },
    }),
  );
  const conditions = await conditionsOf(ctx.organizationId, filters);
  const day = clock.now().toISOString().slice(0, 10);
  return {
    fileName: `nightshift-audit-${day}.${extensions[format]}`,
    contentType: types[format],
    text: textOf(ctx.organizationId, conditions, format, isFiltered(filters) ? filters : null),
  };
}

async function* textOf(
  organizationId: string,
  conditions: Conditions,
  format: "csv" | "json",
  filters: AuditFilters | null,
): AsyncGenerator<string> {
  const write = format === "csv" ? toCsv : toNdjson;
  const head = await readHead(organizationId);
  if (format === "csv") yield CSV_HEADER;
  yield write(openingLine(organizationId, clock.now(), filters));
  // Its own entry is there by now, so there is a head unless somebody took it away; then the end is missing, and the export says so.
  if (!head) return;
  let entries = 0;
  for await (const batch of walkEntries(conditions, head.lastEntry ?? 0n)) {
    entries += batch.length;
    yield batch.map((entry) => write(entryLine(entry))).join("");
  }
  yield write(headLine(organizationId, head, entries));
}
