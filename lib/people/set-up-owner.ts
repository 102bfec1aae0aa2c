import { recordAudit } from "@/lib/audit";
import { hashPassword, type Origin } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { safeEqual, sign } from "@/lib/platform/crypto";
import { inTransaction, prisma, type Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { conflict, forbidden } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { type Joined, SetUpOwner } from "./contract";

/**
 * What proves at the first visit that somebody may read this installation's own output. Every process works it out from
 * NIGHTSHIFT_SECRET, so there is nothing to store or to share, and it is worth nothing once there is an owner. It is always asked for:
 * behind a proxy every visitor comes from this machine, so an address would prove nothing.
 */
export const setupToken = (): string => sign("setup", "the first owner").slice(0, 40);

/** Whether the first visit is still to come: no organization but the demo's, and this is no demo. */
export const isSetupOpen = (): Promise<boolean> => isOpen(prisma());

async function isOpen(db: Tx): Promise<boolean> {
  return env().NIGHTSHIFT_DEMO !== "1" && (await db.organization.count({ where: { isDemo: false } })) === 0;
}

const closed = () => conflict("Nightshift is set up already: sign in, or ask an owner for an invitation");

/** Makes the first organization and its owner. Of two first visits at once, one makes it. Throws `forbidden` or `conflict`. */
export async function setUpOwner(input: unknown, origin: Origin, requestId: string | null = null): Promise<Joined> {
  const { token, organization_name, name, email, password } = SetUpOwner.parse(input);
  if (!safeEqual(token, setupToken())) throw forbidden("That is not the setup token; `npm run up` prints it");
  if (!(await isSetupOpen())) throw closed();
  const passwordHash = await hashPassword(password);
  return inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('nightshift.set-up-owner'))`;
    if (!(await isOpen(tx))) throw closed();
    const [organizationId, userId] = [newId(), newId()];
    const slug =
      (await tx.organization.count({ where: { slug: slugOf(organization_name) } })) > 0
        ? organizationId
        : slugOf(organization_name);
    await tx.organization.create({ data: { id: organizationId, slug, name: organization_name } });
    const person = { id: userId, email, name, passwordHash, emailVerifiedAt: clock.now() };
    const { count } = await tx.user.createMany({ data: person, skipDuplicates: true });
    if (count === 0) throw conflict("There is an account with this email address; choose another one for the owner");
    await tx.member.create({ data: { organizationId, userId, role: "owner" } });
    recordAudit(
      tx,
      { organizationId, actor: { kind: "user", id: userId, name }, role: "owner", scope: null, requestId, origin },
      {
        verb: "organization.create",
        subject: { kind: "organization", id: organizationId },
        data: { after: { name: organization_name, owner: email } },
      },
    );
    return { organization_id: organizationId, organization_name, role: "owner" as const };
  });
}

const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60) || "organization";
