import { encode } from "next-auth/jwt";
import { type Ctx, SESSION_SECONDS, sessionSecret } from "@/lib/auth";
import type { Role, Scope } from "@/lib/auth/contract";
import { sha256 } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

export { closeDatabase } from "@/lib/platform/db";

const scopeOf: Record<Role | Scope, Scope> = {
  viewer: "read",
  read: "read",
  respond: "respond",
  responder: "operate",
  operate: "operate",
  admin: "admin",
  owner: "admin",
};

/** A working API key of an organization, with a scope or with what a role may. */
export const newApiKey = async (organizationId: string, as: Role | Scope): Promise<string> =>
  (await newNamedKey(organizationId, as)).key;

/** The same, with what it is called by. */
export async function newNamedKey(organizationId: string, as: Role | Scope) {
  const id = newId();
  const key = `test-key-${id}`;
  const name = `A key of ${as} ${id}`;
  await prisma().apiKey.create({
    data: {
      id,
      organizationId,
      name,
      prefix: key.slice(0, 12),
      keyHash: sha256(key),
      scope: scopeOf[as],
    },
  });
  return { id, name, key };
}

/** A person who is signed in, as the browser holds it: the `Cookie` header that NextAuth's sign-in would leave behind. */
export async function newSession(organizationId: string, role: Role) {
  const [userId, sessionId] = [newId(), newId()];
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1_000);
  await prisma().user.create({
    data: { id: userId, email: `${userId}@example.com`, name: `A ${role}`, passwordHash: null },
  });
  await prisma().member.create({ data: { organizationId, userId, role } });
  await prisma().session.create({ data: { id: sessionId, userId, organizationId, expiresAt } });
  const token = await encode({ token: { sid: sessionId }, secret: sessionSecret() });
  return { userId, sessionId, cookie: `theme=dark; next-auth.session-token=${token}` };
}

/** An execution as a worker would have written it so far, and the means to write on. */
export async function newExecution(ctx: Ctx, incidentId: string) {
  const id = newId();
  let seq = 0;
  await prisma().execution.create({
    data: {
      id,
      organizationId: ctx.organizationId,
      proposalId: newId(),
      incidentId,
      permitId: newId(),
      state: "running",
      approvedBy: ctx.actor.name,
    },
  });
  return {
    id,
    write: (message: string) =>
      prisma().executionEvent.create({
        data: { executionId: id, seq: ++seq, at: new Date(), phase: "thinking", status: "completed", message },
      }),
    finish: () => prisma().execution.update({ where: { id }, data: { state: "succeeded", finishedAt: new Date() } }),
  };
}
