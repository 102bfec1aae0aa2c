import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { newSecret, sealSecrets } from "@/lib/integrations";
import { callableUrl } from "@/lib/platform/callable-url";
import { clock } from "@/lib/platform/clock";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { CreateWebhook, type NewWebhook } from "../contract";
import { changingWebhooks, requireFreeName } from "./changing-webhooks";
import { originOf } from "./origin-of";
import { presentWebhook } from "./present-webhook";

const MOST = 50;

/**
 * Has an address told of what happens with incidents from now on. What verifies the signatures is in the answer and is not shown again.
 * Throws `invalid` when the address is none that Nightshift calls, `conflict` when the name is taken or there are 50 already.
 */
export async function createWebhook(ctx: Ctx, input: unknown): Promise<NewWebhook> {
  require(ctx, "configure");
  const { name, url: given, events } = CreateWebhook.parse(input);
  const url = await callableUrl(given);
  const { organizationId } = ctx;
  const now = clock.now();
  const secret = newSecret(now);
  return changingWebhooks(ctx, async (tx) => {
    await requireFreeName(tx, ctx, name);
    if ((await tx.webhook.count({ where: { organizationId, deletedAt: null } })) >= MOST)
      throw conflict(`There are ${MOST} webhooks; remove some first`);
    const secretsSealed = sealSecrets([secret]);
    const times = { createdAt: now, updatedAt: now };
    const webhook = await tx.webhook.create({
      data: { id: newId(), organizationId, name, url, events, secretsSealed, createdBy: ctx.actor.name, ...times },
    });
    recordAudit(tx, ctx, {
      verb: "webhook.create",
      subject: { kind: "webhook", id: webhook.id },
      data: { after: { name, origin: originOf(url), events } },
    });
    return { webhook: await presentWebhook(webhook, tx), secret: secret.value };
  });
}
