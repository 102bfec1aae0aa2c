import { type Ctx, require } from "@/lib/auth";
import { findIntegration, keyOf, secretsOf } from "@/lib/integrations";
import { prisma } from "@/lib/platform/db";
import { storable } from "@/lib/platform/storable";
import type { DeliveryDetail } from "../contract";
import { presentAlerts } from "../present-alert";
import { findDelivery } from "./find-delivery";
import { presentDelivery } from "./present-delivery";

const MOST_SHOWN = 64 * 1_024;

/**
 * One delivery: as it came, with secrets replaced and cut after 64 KB, and what was understood of it. For those who handle incidents:
 * bodies hold more than alerts show. Throws `not_found`.
 */
export async function getDelivery(ctx: Ctx, name: string, id: string): Promise<DeliveryDetail> {
  require(ctx, "respond");
  const integration = await findIntegration(ctx, name);
  const { body, headers, ...row } = await findDelivery(integration, id);
  const alerts = await prisma().alert.findMany({ where: { deliveryId: row.id }, orderBy: { position: "asc" } });
  // Events v2 carries its key in the body; from here on this process knows it and the secrets, and replaces them.
  keyOf(integration);
  secretsOf(integration);
  // Replaced before it is cut, so that no half of a secret is left at the end.
  const text = storable(Buffer.from(body).toString("utf8"));
  return {
    ...presentDelivery({
      ...row,
      received_at: row.receivedAt,
      processed_at: row.processedAt,
      event_type: row.eventType,
      alert_count: row.alertCount,
      replay_of: row.replayOf,
      size: body.length,
    }),
    headers: storable(headers as Record<string, string>),
    body: text.slice(0, MOST_SHOWN),
    is_cut: text.length > MOST_SHOWN,
    alerts: await presentAlerts(alerts),
  };
}
