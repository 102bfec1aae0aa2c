import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { ListWebhookDeliveries, type WebhookDeliveryPage } from "../contract";
import { findWebhook } from "./changing-webhooks";
import { presentDelivery } from "./present-delivery";

/** A page of what was sent, or is to be sent, to a webhook, newest first. Throws `not_found`. */
export async function listWebhookDeliveries(
  ctx: Ctx,
  id: string,
  raw: z.input<typeof ListWebhookDeliveries>,
): Promise<WebhookDeliveryPage> {
  require(ctx, "configure");
  const { page, page_size: size, state } = ListWebhookDeliveries.parse(raw);
  await findWebhook(prisma(), ctx, id);
  const where = { webhookId: id, organizationId: ctx.organizationId, ...(state && { state }) };
  const [total, rows] = await Promise.all([
    prisma().webhookDelivery.count({ where }),
    prisma().webhookDelivery.findMany({
      where,
      omit: { body: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: (page - 1) * size,
      take: size,
    }),
  ]);
  return { items: rows.map(presentDelivery), total, page, page_size: size, has_next: page * size < total };
}
