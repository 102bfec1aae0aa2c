import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import type { Tx } from "@/lib/platform/db";

type Change = { verb: string; data: Record<string, unknown> };

/** What every change of an integration leaves behind: an audit entry and the event. Never a key, a secret or a token. */
export function tellChange(tx: Tx, ctx: Ctx, integrationId: string, { verb, data }: Change): void {
  recordAudit(tx, ctx, { verb: `integration.${verb}`, subject: { kind: "integration", id: integrationId }, data });
  publish(tx, ctx.organizationId, "integration.changed", integrationId);
}
