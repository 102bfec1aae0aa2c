import { type Ctx, require } from "@/lib/auth";
import { findIntegration, hiddenOf } from "@/lib/integrations";
import { prisma } from "@/lib/platform/db";
import { withoutSecrets, withoutSecretsDeep } from "@/lib/platform/redact";
import { LONGEST_SECRET } from "@/lib/platform/secret-shapes";
import { storable } from "@/lib/platform/storable";
import type { DeliveryDetail } from "../contract";
import { presentAlerts } from "../present-alert";
import { findDelivery } from "./find-delivery";
import { presentDelivery } from "./present-delivery";

const MOST_SHOWN = 64 * 1_024;

/**
 * One delivery: as it came, with secrets replaced and cut after 64 KB at most, and what was understood of it. For those who handle incidents:
 * bodies hold more than alerts show. Throws `not_found`.
 */
export async function getDelivery(ctx: Ctx, name: string, id: string): Promise<DeliveryDetail> {
  require(ctx, "respond");
  const integration = await findIntegration(ctx, name);
  const { body, headers, ...row } = await findDelivery(integration, id);
  const alerts = await prisma().alert.findMany({ where: { deliveryId: row.id }, orderBy: { position: "asc" } });
  // Events v2 carries its key in the body, and a sender may repeat what it was given.
  const secrets = hiddenOf(integration);
  const { text, isCut } = shownOf(Buffer.from(body).toString("utf8"), secrets);
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
    headers: storable(withoutSecretsDeep(headers as Record<string, string>, secrets)),
    body: text,
    is_cut: isCut,
    alerts: await presentAlerts(alerts),
  };
}

/** The beginning of a body. More is read than is shown, so that no half of a secret is left at the end, but not all: it may be long. */
function shownOf(body: string, secrets: readonly string[]): { text: string; isCut: boolean } {
  const isLonger = body.length > MOST_SHOWN + 2 * LONGEST_SECRET;
  const read = storable(withoutSecrets(body.slice(0, MOST_SHOWN + 2 * LONGEST_SECRET), secrets));
  // What a secret that was cut has left stands at the very end, wherever that is now.
  const whole = isLonger ? read.slice(0, -LONGEST_SECRET) : read;
  return { text: whole.slice(0, MOST_SHOWN), isCut: isLonger || whole.length > MOST_SHOWN };
}
