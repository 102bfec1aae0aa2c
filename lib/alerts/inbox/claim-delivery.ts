import type { SealedIntegration } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

export type Claimed = {
  id: string;
  integration_id: string;
  received_at: Date;
  headers: Record<string, string>;
  body: Uint8Array;
  attempts: number;
  /** Others are due as well. */
  isFollowed: boolean;
  /** Null when it was deleted. */
  integration: SealedIntegration | null;
};

const [BEFORE_ALL, AFTER_ALL] = ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

/** Whose turn it was last. All lanes of a process go on from there. */
let lastTurn = BEFORE_ALL;

/**
 * Holds a delivery until the transaction ends: the oldest one that is due, and that nobody else holds, of the integration whose turn it is
 * by its id. So whoever sends very much keeps no other waiting for longer than a turn.
 */
export async function claimDelivery(tx: Tx): Promise<Claimed | undefined> {
  const last = lastTurn;
  // From one integration that waits to the next is one look into the index `deliveries_waiting`, and no further looks than are needed. The
  // time is a query of its own so that one plan fits every time: planning takes longer than all the rest.
  const now = clock.now();
  const [claimed] = await tx.$queryRaw<Claimed[]>`
    WITH RECURSIVE turns (id, is_round) AS (
      SELECT NULL::uuid, false
      UNION ALL
      SELECT coalesce(next.integration_id, ${BEFORE_ALL}::uuid), is_round OR next.integration_id IS NULL
      FROM turns LEFT JOIN LATERAL (
        SELECT integration_id FROM deliveries
        WHERE state = 'waiting' AND uuid_send(integration_id) > uuid_send(coalesce(turns.id, ${last}::uuid))
          AND uuid_send(integration_id) <= uuid_send(CASE WHEN is_round THEN ${last}::uuid ELSE ${AFTER_ALL}::uuid END)
        ORDER BY uuid_send(integration_id), due_at, id LIMIT 1) AS next ON true
      WHERE next.integration_id IS NOT NULL OR NOT is_round)
    SELECT due.id, due.integration_id, received_at, headers, body, attempts,
      (SELECT count(*) FROM (
        SELECT FROM turns CROSS JOIN LATERAL (
          SELECT FROM deliveries WHERE state = 'waiting' AND uuid_send(integration_id) = uuid_send(turns.id)
            AND due_at <= (SELECT ${now}::timestamptz)
          ORDER BY due_at, id LIMIT 2) AS one
        LIMIT 2) AS two) > 1 AS "isFollowed",
      CASE WHEN integrations.id IS NOT NULL AND deleted_at IS NULL THEN jsonb_build_object('id', integrations.id,
        'organizationId', integrations.organization_id, 'name', name, 'source', source, 'isPaused', is_paused, 'config', config,
        'secretsSealed', secrets_sealed) END AS integration
    FROM turns CROSS JOIN LATERAL (
      SELECT id, integration_id, received_at, headers, body, attempts FROM deliveries
      WHERE state = 'waiting' AND uuid_send(integration_id) = uuid_send(turns.id) AND due_at <= (SELECT ${now}::timestamptz)
      ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) AS due
    LEFT JOIN integrations ON integrations.id = due.integration_id
    LIMIT 1`;
  if (claimed) lastTurn = claimed.integration_id;
  return claimed;
}
