import type { Ctx } from "@/lib/auth";
import { Role, roleMay, Scope, scopeIncludes } from "@/lib/auth/contract";
import type { Tx } from "@/lib/platform/db";
import { forbidden } from "@/lib/platform/errors";

/**
 * Throws `forbidden` unless the caller may manage keys of this scope at this moment: an admin or owner, or a key of the scope admin, and
 * nobody beyond what they may do themselves. Asked within the transaction: who is demoted or revoked at the same moment makes no
 * key any more.
 */
export async function requireAllowedNow(tx: Tx, ctx: Ctx, scope: Scope): Promise<void> {
  if (!(await isAllowed(tx, ctx, scope)))
    throw forbidden(`You cannot manage an API key with the scope ${scope}: it may do more than you may`);
}

async function isAllowed(tx: Tx, { organizationId, actor }: Ctx, scope: Scope): Promise<boolean> {
  if (actor.kind === "user") {
    const [member] = await tx.$queryRaw<{ role: string }[]>`
      SELECT role FROM members WHERE organization_id = ${organizationId}::uuid AND user_id = ${actor.id}::uuid FOR SHARE`;
    // Whoever may administer may do everything that the scope admin covers.
    return member !== undefined && roleMay(Role.parse(member.role), "administer");
  }
  if (actor.kind !== "apiKey") return false;
  const [key] = await tx.$queryRaw<{ scope: string }[]>`
    SELECT scope FROM api_keys WHERE organization_id = ${organizationId}::uuid AND id = ${actor.id}::uuid
      AND revoked_at IS NULL`;
  return key !== undefined && scopeIncludes(Scope.parse(key.scope), scope);
}
