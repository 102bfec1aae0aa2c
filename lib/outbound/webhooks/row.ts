import type { Prisma } from "@/lib/platform/db";

export type WebhookRow = Prisma.WebhookGetPayload<Prisma.WebhookDefaultArgs>;
export type DeliveryRow = Prisma.WebhookDeliveryGetPayload<Prisma.WebhookDeliveryDefaultArgs>;
/** A delivery that this process sends now, and nobody else. */
export type Claimed = DeliveryRow & { webhook: WebhookRow };
