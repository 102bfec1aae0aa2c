import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { newSecret, sealSecrets } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import { conflict, notFound } from "@/lib/platform/errors";
import type { NewWebhook, WebhookView } from "../contract";
import { changingWebhooks, findWebhook } from "./changing-webhooks";
import { presentWebhook } from "./present-webhook";
import { secretsOfWebhook } from "./secrets";

const MOST_SECRETS = 2;

/**
 * Gives a webhook a new secret, which is in the answer and is not shown again. The old one signs beside it until it is ended. Throws
 * `not_found`, or `conflict` while two are in use already.
 */
export async function rotateWebhookSecret(ctx: Ctx, id: string): Promise<NewWebhook> {
  require(ctx, "configure");
  const now = clock.now();
  const secret = newSecret(now);
  return changingWebhooks(ctx, async (tx) => {
    const secrets = secretsOfWebhook(await findWebhook(tx, ctx, id));
    if (secrets.length >= MOST_SECRETS) throw conflict("Two secrets are in use; end the older one first");
    const secretsSealed = sealSecrets([secret, ...secrets]);
    const webhook = await tx.webhook.update({ where: { id }, data: { secretsSealed } });
    recordAudit(tx, ctx, {
      verb: "webhook.rotate-secret",
      subject: { kind: "webhook", id },
      data: { after: { secret_id: secret.id } },
    });
    return { webhook: await presentWebhook(webhook, tx), secret: secret.value };
  });
}

/** Ends one of two secrets: deliveries are signed with the other alone from now on. Throws `not_found`, or `conflict` for the last one. */
export async function endWebhookSecret(ctx: Ctx, id: string, secretId: string): Promise<WebhookView> {
  require(ctx, "configure");
  return changingWebhooks(ctx, async (tx) => {
    const secrets = secretsOfWebhook(await findWebhook(tx, ctx, id));
    const left = secrets.filter((secret) => secret.id !== secretId);
    if (left.length === secrets.length) throw notFound("The secret");
    if (left.length === 0) throw conflict("This is the only secret; rotate it instead");
    const webhook = await tx.webhook.update({ where: { id }, data: { secretsSealed: sealSecrets(left) } });
    recordAudit(tx, ctx, {
      verb: "webhook.end-secret",
      subject: { kind: "webhook", id },
      data: { before: { secret_id: secretId } },
    });
    return presentWebhook(webhook, tx);
  });
}
