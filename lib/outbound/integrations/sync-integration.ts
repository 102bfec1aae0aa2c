import { reconcileOpen } from "@/lib/alerts";
import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { findIntegration, noteLog } from "@/lib/integrations";
import { SourceName, sourceTitles } from "@/lib/integrations/contract";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import type { SyncReport } from "../contract";
import { listPagerDutyOpenIncidents } from "../pagerduty/list-open-incidents";

/**
 * Asks PagerDuty what it has open and sets right what was missed, in both directions: what is open there and unknown here opens, what is
 * firing here and over there is resolved. Throws `not_found`, `conflict` for sources that cannot be asked, without a key and with
 * one that PagerDuty refuses, and `unavailable` when PagerDuty does not answer.
 */
export async function syncIntegration(ctx: Ctx, name: string): Promise<SyncReport> {
  require(ctx, "respond");
  const row = await findIntegration(ctx, name);
  const source = SourceName.parse(row.source);
  if (source !== "pagerduty")
    throw conflict(`There is nothing to fetch from ${sourceTitles[source]}: it sends what there is`);
  // Before it is asked: what PagerDuty says afterwards by webhook is newer than this list.
  const asOf = clock.now();
  const open = await listPagerDutyOpenIncidents(row);
  const { opened, acknowledged, resolved } = await reconcileOpen(row, open, asOf);
  const report = { open_there: open.length, opened, acknowledged, resolved };
  await inTransaction(async (tx) => {
    recordAudit(tx, ctx, {
      verb: "integration.sync",
      subject: { kind: "integration", id: row.id },
      data: { name, ...report },
    });
    const message = `Compared with PagerDuty: ${open.length} open there, ${opened} opened and ${resolved} resolved here`;
    await noteLog({ integration: row, level: "info", message, data: { by: ctx.actor.name } }, tx);
  });
  return report;
}
