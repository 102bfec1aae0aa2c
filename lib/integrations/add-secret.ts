import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { AddSecret, type NewSecret, SourceName, sourceTitles } from "./contract";
import { lockIntegration } from "./find-integration";
import { newSecret } from "./new-key";
import { sealSecrets, secretsOf } from "./opened";
import { presentDetail } from "./present-integration";
import { sourceFacts } from "./source-facts";
import { tellChange } from "./tell-change";

// Enough for a rotation in the middle of another one; every delivery is compared with each.
const MOST = 4;

/**
 * Gives an integration one more secret, beside those that go on working: made here, or the one that the source made. It is in this answer
 * and in no other. Throws `forbidden`, `not_found`, or `conflict` when there are four, when it has this one, or when its source has none.
 */
export async function addSecret(ctx: Ctx, name: string, raw: z.input<typeof AddSecret>): Promise<NewSecret> {
  require(ctx, "configure");
  const { value } = AddSecret.parse(raw);
  return inTransaction(async (tx) => {
    const row = await lockIntegration(tx, ctx, name);
    const source = SourceName.parse(row.source);
    if (!sourceFacts[source].hasSecret)
      throw conflict(`${sourceTitles[source]} needs no secret: it proves itself in another way`);
    const before = secretsOf(row);
    if (before.length >= MOST) throw conflict(`There are ${MOST} secrets; end one that nobody uses any more first`);
    if (before.some((secret) => secret.value === value)) throw conflict("This integration has this secret already");
    const now = clock.now();
    const made = newSecret(now);
    const secret = value === undefined ? made : { ...made, value };
    const changed = await tx.integration.update({
      where: { id: row.id },
      data: { secretsSealed: sealSecrets([secret, ...before]), updatedAt: now },
    });
    tellChange(tx, ctx, row.id, {
      verb: "add-secret",
      data: { name: row.name, secret_id: secret.id, made_by: value === undefined ? "nightshift" : "the source" },
    });
    const integration = await presentDetail(ctx, changed, { db: tx, secret: secret.value });
    return { secret: secret.value, integration };
  });
}
