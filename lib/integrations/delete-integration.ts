import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { IntegrationConfig } from "./contract";
import { lockIntegration } from "./find-integration";
import { tellChange } from "./tell-change";

/**
 * Deletes an integration: its address ends within two seconds, its secrets and token are gone, and its name is free. What it reported and
 * had not said to be over is `lost`: nobody will ever say so. Its incidents stay open, and say that; what else of them fires, or a person,
 * ends them. Throws `forbidden` or `not_found`.
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
    // What has no open incident any more is of no concern to anybody.
    const ended = await tx.$queryRaw<{ incident_id: string | null; status: string }[]>`
      UPDATE signals SET settles_at = NULL, suppressed_until = NULL, flapping_since = NULL, updated_at = ${now},
        status = CASE WHEN EXISTS (SELECT 1 FROM incidents WHERE incidents.id = signals.incident_id AND incidents.status <> 'resolved')
          THEN 'lost' ELSE 'resolved' END
      WHERE integration_id = ${row.id}::uuid AND (status = 'firing' OR settles_at IS NOT NULL)
      RETURNING incident_id, status`;
    for (const { incident_id: incidentId, status } of ended)
      if (incidentId !== null && status === "lost") publish(tx, ctx.organizationId, "incident.changed", incidentId);
    const config = IntegrationConfig.parse(row.config);
    tellChange(tx, ctx, row.id, {
      verb: "delete",
      data: { before: { name: row.name, source: row.source, config }, after: null },
    });
  });
  return null;
}
