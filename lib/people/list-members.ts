import { type Ctx, require } from "@/lib/auth";
import { Role } from "@/lib/auth/contract";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import type { MemberView } from "./contract";

const MOST = 1_000;
const LOOK_BACK_MS = 90 * 86_400_000;

/** Everybody who belongs to the organization, in the order in which they joined. */
export const listMembers = (ctx: Ctx): Promise<MemberView[]> => membersOf(ctx, undefined);

/** One member. Throws `not_found`. */
export async function presentMember(ctx: Ctx, userId: string): Promise<MemberView> {
  const [member] = await membersOf(ctx, userId);
  if (!member) throw notFound("The member");
  return member;
}

async function membersOf(ctx: Ctx, userId: string | undefined): Promise<MemberView[]> {
  require(ctx, "read");
  const { organizationId } = ctx;
  const members = await prisma().member.findMany({
    where: { organizationId, ...(userId && { userId }) },
    include: { user: true },
    orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
    take: MOST,
  });
  const since = new Date(clock.now().getTime() - LOOK_BACK_MS);
  const userIds = members.map((member) => member.userId);
  const sessions = await prisma().session.groupBy({
    by: ["userId"],
    where: { organizationId, userId: { in: userIds }, createdAt: { gt: since } },
    _max: { createdAt: true },
  });
  const last = new Map(sessions.map((session) => [session.userId, session._max.createdAt]));
  return members.map(({ user, role, createdAt }) => ({
    id: user.id,
    name: user.name,
    email: user.email,
    role: Role.parse(role),
    joined_at: createdAt.toISOString(),
    has_second_factor: user.totpEnabledAt !== null,
    last_signed_in_at: last.get(user.id)?.toISOString() ?? null,
  }));
}
