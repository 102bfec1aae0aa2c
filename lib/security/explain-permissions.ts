import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import {
  type Permission,
  permissions,
  permissionWords,
  Role,
  roleMay,
  type Scope,
  scopeMay,
} from "@/lib/auth/contract";
import { clock } from "@/lib/platform/clock";
import { pool, prisma } from "@/lib/platform/db";
import { forbidden, notFound } from "@/lib/platform/errors";
import { PermissionsQuery, type PermissionsView } from "./contract";

const all = Object.keys(permissions) as Permission[];

type KeyRow = {
  id: string;
  name: string;
  scope: Scope;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
};

/** What a member may and may not do, why, and by which sessions and keys. Throws `not_found` when nobody of the organization has this address. */
export async function explainPermissions(ctx: Ctx, raw: z.input<typeof PermissionsQuery>): Promise<PermissionsView> {
  require(ctx, "administer");
  const { user_email: email } = PermissionsQuery.parse(raw);
  if (!email && ctx.actor.kind !== "user") throw forbidden("An API key is nobody's account; name one by `user_email`");
  const member = await prisma().member.findFirst({
    where: {
      organizationId: ctx.organizationId,
      user: email ? { email: email.toLowerCase() } : { id: ctx.actor.id },
    },
    include: { user: { include: { identities: { select: { provider: true } } } } },
  });
  if (!member) throw notFound("A member with this address");
  const { user } = member;
  const role = Role.parse(member.role);
  const now = clock.now();
  const [sessions, keys] = await Promise.all([
    prisma().session.findMany({
      where: { userId: user.id, organizationId: ctx.organizationId, revokedAt: null, expiresAt: { gt: now } },
      orderBy: { createdAt: "desc" },
      take: 100,
    }),
    keysMadeBy(ctx.organizationId, user.id, now),
  ]);
  const ways = [...new Set(user.identities.map(({ provider }) => provider))];
  return {
    user: { id: user.id, name: user.name, email: user.email },
    role,
    member_since: member.createdAt.toISOString(),
    text: inWords(user.name, role, keys.length, sessions.length),
    may: all.filter((one) => roleMay(role, one)).map((one) => right(one, role)),
    may_not: all.filter((one) => !roleMay(role, one)).map((one) => right(one, role)),
    signs_in_by: user.passwordHash ? ["password", ...ways] : ways,
    has_second_factor: user.totpEnabledAt !== null,
    sessions: sessions.map((session) => ({
      id: session.id,
      created_at: session.createdAt.toISOString(),
      expires_at: session.expiresAt.toISOString(),
      address: session.address,
      user_agent: session.userAgent,
    })),
    api_keys: keys.map((key) => ({
      id: key.id,
      name: key.name,
      scope: key.scope,
      may: all.filter((one) => scopeMay(key.scope, one)),
      created_at: key.created_at.toISOString(),
      expires_at: key.expires_at?.toISOString() ?? null,
      last_used_at: key.last_used_at?.toISOString() ?? null,
    })),
  };
}

function right(permission: Permission, role: Role) {
  const roles = permissions[permission].join(", ");
  return {
    permission,
    text: permissionWords[permission],
    because: roleMay(role, permission)
      ? `The role ${role} includes it (as do: ${roles})`
      : `The role ${role} does not include it; it takes one of: ${roles}`,
  };
}

/** Who made a key is known from the audit chain, by id: names change, and two people may have the same. */
async function keysMadeBy(organizationId: string, userId: string, now: Date): Promise<KeyRow[]> {
  const { rows } = await pool().query<KeyRow>(
    `SELECT DISTINCT key.id, key.name, key.scope, key.created_at, key.expires_at, key.last_used_at
     FROM audit_entries AS entry JOIN api_keys AS key ON key.id::text = entry.subject_id AND key.organization_id = entry.organization_id
     WHERE entry.organization_id = $1::uuid AND entry.actor_id = $2 AND entry.subject_kind = 'api-key' AND entry.verb = 'api-key.create'
       AND key.revoked_at IS NULL AND (key.expires_at IS NULL OR key.expires_at > $3)
     ORDER BY key.created_at DESC LIMIT 100`,
    [organizationId, userId, now],
  );
  return rows;
}

function inWords(name: string, role: Role, keys: number, sessions: number): string {
  const may = all.filter((one) => roleMay(role, one)).map((one) => permissionWords[one]);
  const not = all.filter((one) => !roleMay(role, one)).map((one) => permissionWords[one]);
  const parts = [`${name} is ${role} and may ${may.join("; ")}.`];
  if (not.length > 0) parts.push(`${name} may not ${not.join("; ")}.`);
  parts.push(`${counted(sessions, "session")} and ${counted(keys, "API key")} of theirs are live.`);
  return parts.join(" ");
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
