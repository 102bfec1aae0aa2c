import { Role, roleMay } from "@/lib/auth/contract";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { isAbove } from "./contract";

export type Inviter = { organizationId: string; invitedByKind: string; invitedById: string };

/** Which of an organization's invitations are still covered by what their inviters may hand out now; a key counts as an admin at most. */
export async function coveredBy(
  db: Tx,
  organizationId: string,
  invitations: readonly Inviter[],
): Promise<(invitation: Inviter & { role: string }) => boolean> {
  const ids = (kind: string) => [
    ...new Set(invitations.filter((one) => one.invitedByKind === kind).map((one) => one.invitedById)),
  ];
  const now = clock.now();
  const [people, keys] = [ids("user"), ids("apiKey")];
  const members =
    people.length > 0 ? await db.member.findMany({ where: { organizationId, userId: { in: people } } }) : [];
  const living =
    keys.length > 0
      ? await db.apiKey.findMany({
          where: {
            organizationId,
            id: { in: keys },
            scope: "admin",
            revokedAt: null,
            OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
          },
        })
      : [];
  const upTo = new Map<string, Role>([
    ...members.map(({ userId, role }) => [`user:${userId}`, Role.parse(role)] as const),
    ...living.map(({ id }) => [`apiKey:${id}`, "admin"] as const),
  ]);
  return ({ invitedByKind, invitedById, role }) => {
    const most = upTo.get(`${invitedByKind}:${invitedById}`);
    return most !== undefined && roleMay(most, "administer") && !isAbove(Role.parse(role), most);
  };
}

/** Holds what the inviter may until the commit: who is demoted or revoked at the same moment comes before, or waits. */
export async function holdInviter(tx: Tx, { organizationId, invitedByKind, invitedById }: Inviter): Promise<void> {
  if (invitedByKind === "user")
    await tx.$queryRaw`
      SELECT user_id FROM members WHERE organization_id = ${organizationId}::uuid AND user_id = ${invitedById}::uuid FOR SHARE`;
  if (invitedByKind === "apiKey")
    await tx.$queryRaw`
      SELECT id FROM api_keys WHERE organization_id = ${organizationId}::uuid AND id = ${invitedById}::uuid FOR SHARE`;
}
