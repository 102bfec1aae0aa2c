import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import type { IntegrationDetail } from "./contract";
import { lockIntegration } from "./find-integration";
import { sealSecrets, secretsOf } from "./opened";
import { presentDetail } from "./present-integration";
import { tellChange } from "./tell-change";

/**
 * Ends a secret, within two seconds: what is sent with it is refused from then on. Throws `forbidden`, `not_found`, or `conflict` when it
 * is the last one, because then nothing could come in.
 */
export async function endSecret(ctx: Ctx, name: string, secretId: string): Promise<IntegrationDetail> {
  require(ctx, "configure");
  return inTransaction(async (tx) => {
    const row = await lockIntegration(tx, ctx, name);
    const before = secretsOf(row);
    const left = before.filter(({ id }) => id !== secretId);
    if (left.length === before.length) throw notFound("The secret");
    if (left.length === 0) throw conflict("This is the only secret; add another one first, or pause the integration");
    const changed = await tx.integration.update({
      where: { id: row.id },
      data: { secretsSealed: sealSecrets(left), updatedAt: clock.now() },
    });
    tellChange(tx, ctx, row.id, { verb: "end-secret", data: { name: row.name, secret_id: secretId } });
    return presentDetail(ctx, changed, { db: tx });
  });
}
