import type { Ctx } from "@/lib/auth";
import type { Role } from "@/lib/auth/contract";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

/** Makes those of an organization members of it, for what looks again at who decided. */
export async function enrol({ id: organizationId, ...people }: Awaited<ReturnType<typeof newOrganization>>) {
  for (const role of ["owner", "admin", "responder", "viewer"] as const) {
    const { id, name } = people[role].actor;
    await prisma().user.create({ data: { id, name, email: `${id}@example.com`, passwordHash: null } });
    await prisma().member.create({ data: { organizationId, userId: id, role } });
  }
}

/** An organization of its own for a suite, with a context for each role and one for the worker. */
export async function newOrganization(name = "Test") {
  const id = newId();
  await prisma().organization.create({ data: { id, slug: id, name } });
  const as = (role: Role): Ctx => ({
    organizationId: id,
    actor: { kind: "user", id: newId(), name: `A ${role}` },
    role,
    scope: null,
    requestId: null,
  });
  const system: Ctx = {
    organizationId: id,
    actor: { kind: "system", id: "test", name: "Nightshift" },
    role: null,
    scope: null,
    requestId: null,
  };
  return { id, owner: as("owner"), admin: as("admin"), responder: as("responder"), viewer: as("viewer"), system };
}
