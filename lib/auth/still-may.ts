import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { isId } from "@/lib/platform/ids";
import { type Permission, Role, roleMay, Scope, scopeMay } from "./contract";

/**
 * Whether a person or API key that decided something a while ago has the right to it now: a member whose role has the permission, or a
 * living key whose scope has it.
 */
export async function stillMay(
  organizationId: string,
  { kind, id }: { kind: string; id: string },
  permission: Permission,
): Promise<boolean> {
  if (!isId(id)) return false;
  if (kind === "user") {
    const member = await prisma().member.findUnique({
      where: { organizationId_userId: { organizationId, userId: id } },
    });
    return member !== null && roleMay(Role.parse(member.role), permission);
  }
  if (kind !== "apiKey") return false;
  const key = await prisma().apiKey.findFirst({ where: { id, organizationId, revokedAt: null } });
  const isOver = key?.expiresAt && key.expiresAt <= clock.now();
  return key !== null && !isOver && scopeMay(Scope.parse(key.scope), permission);
}
