import { prisma } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";

/**
 * Whether this is the demo organization outside demo mode. Everybody knows its password, and the port may be open to all by then: nobody
 * signs in to it, and neither do the sessions and keys from before go on.
 */
export async function isClosedDemo(organizationId: string): Promise<boolean> {
  if (env().NIGHTSHIFT_DEMO === "1") return false;
  return (await prisma().organization.count({ where: { id: organizationId, isDemo: true } })) > 0;
}
