import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { IntegrationConfig } from "./contract";
import { lockIntegration } from "./find-integration";
import { tellChange } from "./tell-change";

/**
 * Deletes an integration: its address ends within two seconds, its secrets and token are gone, and its name is free. Incidents that it
 * opened stay open, and what it last reported as firing keeps none of them open any more. Throws `forbidden` or `not_found`.
 */
export async function deleteIntegration(ctx: Ctx, name: string): Promise<null> {
  require(ctx, "configure");
  await inTransaction(async (tx) => {
    const row = await lockIntegration(tx, ctx, name);
    const now = clock.now();
    await tx.integration.update({
      where: { id: row.id },
      data: { deletedAt: now, updatedAt: now, hears: false, secretsSealed: null, apiTokenSealed: null },
    });
    // In the order in which others take these: a heartbeat before its signal, and signals by their keys.
    await tx.heartbeat.deleteMany({ where: { integrationId: row.id } });
    await tx.$queryRaw`
      SELECT id FROM signals WHERE integration_id = ${row.id}::uuid AND (status = 'firing' OR settles_at IS NOT NULL)
      ORDER BY dedup_key COLLATE "C" FOR UPDATE`;
    // Nobody would ever say that these are over.
    await tx.signal.updateMany({
      where: { integrationId: row.id, OR: [{ status: "firing" }, { settlesAt: { not: null } }] },
      data: { status: "resolved", settlesAt: null, suppressedUntil: null, flappingSince: null, updatedAt: now },
    });
    const config = IntegrationConfig.parse(row.config);
    tellChange(tx, ctx, row.id, {
      verb: "delete",
      data: { before: { name: row.name, source: row.source, config }, after: null },
    });
  });
  return null;
}
