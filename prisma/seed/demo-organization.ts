import { recordAudit } from "@/lib/audit";
import { hashPassword, systemCtx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

/** The login that everybody knows. It exists only in the demo organization. */
export const demoLogin = { email: "admin@oncall.ai", password: "AdminPass123!" } as const;

const SLUG = "demo";
const KEY_NAME = "Demo";

type Input = {
  apiKey: string;
  /** Make it even where a real organization lives: a well-known password is something to be asked for there. */
  evenBesideOthers: boolean;
};

/**
 * Makes the demo organization with its owner and API key; what is already there stays as it is, and an older demo key is revoked.
 * Answers null, and makes nothing, where a real organization lives and nobody asked for it.
 */
export async function seedDemo({ apiKey, evenBesideOthers }: Input): Promise<{ organizationId: string } | null> {
  // Hashing takes its time on purpose: not while the lock is held.
  const passwordHash = await hashPassword(demoLogin.password);
  return inTransaction(async (tx) => {
    // Two starts at once must not both find nothing.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('nightshift.seed-demo'))`;
    if (!evenBesideOthers && (await tx.organization.count({ where: { isDemo: false } })) > 0) return null;
    const found = await tx.organization.findUnique({ where: { slug: SLUG } });
    const organization =
      found ?? (await tx.organization.create({ data: { id: newId(), slug: SLUG, name: "Demo", isDemo: true } }));
    const organizationId = organization.id;
    await ensureOwner(tx, organizationId, passwordHash);
    await ensureKey(tx, organizationId, apiKey);
    if (!found) {
      const subject = { kind: "organization", id: organizationId };
      recordAudit(tx, systemCtx(organizationId, "up"), { verb: "organization.seed", subject });
    }
    return { organizationId };
  });
}

async function ensureOwner(tx: Tx, organizationId: string, passwordHash: string): Promise<void> {
  const user = await tx.user.upsert({
    where: { email: demoLogin.email },
    create: { id: newId(), email: demoLogin.email, name: "Demo Admin", passwordHash },
    update: {},
  });
  await tx.member.upsert({
    where: { organizationId_userId: { organizationId, userId: user.id } },
    create: { organizationId, userId: user.id, role: "owner" },
    update: {},
  });
}

async function ensureKey(tx: Tx, organizationId: string, apiKey: string): Promise<void> {
  const keyHash = sha256(apiKey);
  await tx.apiKey.updateMany({
    where: {
      organizationId,
      name: { equals: KEY_NAME, mode: "insensitive" },
      keyHash: { not: keyHash },
      revokedAt: null,
    },
    data: { revokedAt: clock.now() },
  });
  await tx.apiKey.upsert({
    where: { keyHash },
    create: { id: newId(), organizationId, name: KEY_NAME, prefix: apiKey.slice(0, 11), keyHash, scope: "admin" },
    update: {},
  });
}
