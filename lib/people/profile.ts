import { recordAudit } from "@/lib/audit";
import { type Ctx, requireUser } from "@/lib/auth";
import { inTransaction, prisma } from "@/lib/platform/db";
import { type ProfileView, UpdateProfile } from "./contract";

/** The caller's own account. Throws `forbidden` for an API key. */
export async function getProfile(ctx: Ctx): Promise<ProfileView> {
  const id = requireUser(ctx);
  const user = await prisma().user.findUniqueOrThrow({
    where: { id },
    include: { identities: { orderBy: { createdAt: "asc" } } },
  });
  const codesLeft = user.totpEnabledAt ? await prisma().recoveryCode.count({ where: { userId: id, usedAt: null } }) : 0;
  return {
    id,
    name: user.name,
    email: user.email,
    has_password: user.passwordHash !== null,
    password_changed_at: user.passwordChangedAt?.toISOString() ?? null,
    second_factor: { enabled_at: user.totpEnabledAt?.toISOString() ?? null, recovery_codes_left: codesLeft },
    identities: user.identities.map(({ provider, email, createdAt }) => ({
      provider,
      email,
      since: createdAt.toISOString(),
    })),
  };
}

/** Changes what others see of the caller. */
export async function updateProfile(ctx: Ctx, input: unknown): Promise<ProfileView> {
  const id = requireUser(ctx);
  const { name } = UpdateProfile.parse(input);
  await inTransaction(async (tx) => {
    const before = await tx.user.findUniqueOrThrow({ where: { id } });
    if (before.name === name) return;
    await tx.user.update({ where: { id }, data: { name } });
    const data = { before: { name: before.name }, after: { name } };
    recordAudit(tx, ctx, { verb: "profile.update", subject: { kind: "user", id }, data });
  });
  return getProfile(ctx);
}
