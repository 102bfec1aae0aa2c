import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import type { IntegrationDetail } from "./contract";
import { lockIntegration } from "./find-integration";
import { newIntegrationKey } from "./new-key";
import { presentDetail } from "./present-integration";
import { tellChange } from "./tell-change";

/**
 * Gives an integration another address: the old one, or the old routing key, ends within two seconds, because somebody has it who should
 * not. Throws `forbidden` or `not_found`.
 */
export async function renewKey(ctx: Ctx, name: string): Promise<IntegrationDetail> {
  require(ctx, "configure");
  const { keyHash, keySealed } = newIntegrationKey();
  return inTransaction(async (tx) => {
    const row = await lockIntegration(tx, ctx, name);
    const changed = await tx.integration.update({
      where: { id: row.id },
      data: { keyHash, keySealed, updatedAt: clock.now() },
    });
    tellChange(tx, ctx, row.id, { verb: "renew-key", data: { name: row.name } });
    return presentDetail(ctx, changed, { db: tx });
  });
}
