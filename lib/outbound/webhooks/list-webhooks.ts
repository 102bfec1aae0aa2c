import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import type { WebhookView } from "../contract";
import { presentWebhooks } from "./present-webhook";

/** The organization's webhooks, by name. For those who may configure: an address can be as good as a password. Never a secret. */
export async function listWebhooks(ctx: Ctx): Promise<WebhookView[]> {
  require(ctx, "configure");
  const rows = await prisma().webhook.findMany({
    where: { organizationId: ctx.organizationId, deletedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return presentWebhooks(rows);
}
