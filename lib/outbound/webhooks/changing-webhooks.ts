import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { WebhookRow } from "./row";

/** A transaction that changes webhooks of the caller's organization. One at a time: there are few, and so names and numbers hold. */
export const changingWebhooks = <T>({ organizationId }: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('nightshift.webhooks'), hashtext(${organizationId}))`;
    // Whoever looks at the list sees it change, and what is gone go.
    publish(tx, organizationId, "settings.changed", organizationId);
    return work(tx);
  });

/** A webhook of the caller's organization. Throws `not_found` for everything else, malformed ids included. */
export async function findWebhook(through: Pick<Tx, "webhook">, ctx: Ctx, id: string): Promise<WebhookRow> {
  const row = isId(id)
    ? await through.webhook.findFirst({ where: { id, organizationId: ctx.organizationId, deletedAt: null } })
    : null;
  if (!row) throw notFound("The webhook");
  return row;
}

/** Throws `conflict` while nothing is sent to this webhook, with what to do first. */
export function requireSending({ isPaused, goneAt }: WebhookRow): void {
  if (!isPaused) return;
  const why = goneAt ? ` by Nightshift, since its receiver answered 410 (gone) at ${goneAt.toISOString()}` : "";
  throw conflict(`This webhook is paused${why}; press Resume first`);
}

/** Throws `conflict` when another webhook has this name, in whatever case. */
export async function requireFreeName(tx: Tx, { organizationId }: Ctx, name: string, exceptId?: string): Promise<void> {
  const taken = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM webhooks
    WHERE organization_id = ${organizationId}::uuid AND lower(name) = lower(${name}) AND deleted_at IS NULL`;
  if (taken.some(({ id }) => id !== exceptId))
    throw conflict(`There is a webhook with the name ${JSON.stringify(name)} already`);
}
