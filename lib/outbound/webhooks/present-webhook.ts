import { prisma, type Tx } from "@/lib/platform/db";
import { WebhookEvent, type WebhookView } from "../contract";
import { GONE_WORDS } from "./gone";
import type { WebhookRow } from "./row";
import { secretsOfWebhook } from "./secrets";

type Last = { webhook_id: string; state: "waiting" | "sent" | "failed"; created_at: Date; problem: string | null };

/** How these webhooks look to those who may configure, in the order given. */
export async function presentWebhooks(rows: readonly WebhookRow[], db: Tx = prisma()): Promise<WebhookView[]> {
  const newest = await db.$queryRaw<Last[]>`
    SELECT last.webhook_id, last.state, last.created_at, tried.problem
    FROM unnest(${rows.map(({ id }) => id)}::uuid[]) AS webhook(id),
      LATERAL (SELECT webhook_id, state, created_at FROM webhook_deliveries
               WHERE webhook_id = webhook.id ORDER BY created_at DESC, id DESC LIMIT 1) AS last
      -- One that waits behind others was not tried yet, and knows nothing.
      LEFT JOIN LATERAL (SELECT last_error AS problem FROM webhook_deliveries
                         WHERE webhook_id = last.webhook_id AND attempts > 0 AND (state <> 'waiting' OR last_error IS NOT NULL)
                         ORDER BY created_at DESC, id DESC LIMIT 1) AS tried ON true`;
  const lastOf = new Map(newest.map((last) => [last.webhook_id, last]));
  return rows.map((row) => {
    const last = lastOf.get(row.id);
    return {
      id: row.id,
      name: row.name,
      url: row.url,
      events: row.events.map((event) => WebhookEvent.parse(event)),
      is_paused: row.isPaused,
      paused_by_nightshift: row.isPaused && row.goneAt ? { at: row.goneAt.toISOString(), why: GONE_WORDS } : null,
      secrets: secretsOfWebhook(row).map(({ id, value, created_at }) => ({ id, created_at, hint: value.slice(-4) })),
      last_delivery: last ? { state: last.state, at: last.created_at.toISOString(), problem: last.problem } : null,
      created_at: row.createdAt.toISOString(),
      created_by: row.createdBy,
      updated_at: row.updatedAt.toISOString(),
      updated_by: row.updatedBy,
    };
  });
}

export async function presentWebhook(row: WebhookRow, db: Tx): Promise<WebhookView> {
  const [view] = await presentWebhooks([row], db);
  if (!view) throw new Error("A webhook could not be presented");
  return view;
}
