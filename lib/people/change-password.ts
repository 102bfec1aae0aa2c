import { recordAudit } from "@/lib/audit";
import { type Ctx, confirmPassword, hashPassword, noteSecurityEvent, requireUser } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma } from "@/lib/platform/db";
import { conflict, forbidden } from "@/lib/platform/errors";
import { ChangePassword } from "./contract";
import { requireFreshSession } from "./fresh-session";

/**
 * Gives the caller another password and ends all of their other sessions. The current one is asked for; where there is none yet, the
 * session must be younger than ten minutes instead. Throws `forbidden` when it is wrong, `limited` after too many tries.
 */
export async function changePassword(ctx: Ctx, input: unknown): Promise<null> {
  const id = requireUser(ctx);
  const { current_password, new_password } = ChangePassword.parse(input);
  const user = await prisma().user.findUniqueOrThrow({ where: { id } });
  if (user.passwordHash !== null) {
    if (!current_password) throw forbidden("Your current password is needed");
    await confirmPassword(user, current_password);
    if (current_password === new_password) throw conflict("The new password is the old one");
  } else await requireFreshSession(ctx, "set a first password");

  const passwordHash = await hashPassword(new_password);
  const now = clock.now();
  await inTransaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, passwordHash: user.passwordHash },
      data: { passwordHash, passwordChangedAt: now },
    });
    if (count === 0) throw conflict("The password was changed somewhere else meanwhile");
    const ended = await tx.session.updateMany({
      where: { userId: id, revokedAt: null, ...(ctx.sessionId && { id: { not: ctx.sessionId } }) },
      data: { revokedAt: now },
    });
    publish(tx, ctx.organizationId, "access.changed", id);
    recordAudit(tx, ctx, {
      verb: "password.change",
      subject: { kind: "user", id },
      data: { ended_sessions: ended.count },
    });
  });
  const { organizationId, actor, requestId } = ctx;
  await noteSecurityEvent({ kind: "password.changed", organizationId, actor, requestId, ...ctx.origin });
  return null;
}
