import { recordAudit } from "@/lib/audit";
import { type Ctx, changingKeys, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { requireAllowedNow } from "./allowed-now";
import { type ApiKeyView, RenameApiKey } from "./contract";
import { keyNow } from "./key-now";
import { presentKey } from "./present-key";
import { requireFreeName } from "./require-free-name";

/** Gives an API key another name. Throws `not_found`, or `conflict` when the name is taken or the key was revoked. */
export async function renameKey(ctx: Ctx, id: string, input: unknown): Promise<ApiKeyView> {
  require(ctx, "administer");
  const { name } = RenameApiKey.parse(input);
  return changingKeys(ctx, async (tx) => {
    const before = await keyNow(tx, ctx, { id });
    await requireAllowedNow(tx, ctx, before.scope);
    publish(tx, ctx.organizationId, "settings.changed", ctx.organizationId);
    await requireFreeName(tx, ctx.organizationId, name, before.stored.id);
    const stored = await tx.apiKey.update({ where: { id }, data: { name } });
    recordAudit(tx, ctx, {
      verb: "api-key.rename",
      subject: { kind: "api-key", id },
      data: { before: { name: before.stored.name }, after: { name } },
    });
    return presentKey(stored, tx);
  });
}
