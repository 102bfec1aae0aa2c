import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import type { IntegrationView } from "./contract";
import { presentIntegrations } from "./present-integration";

/** The organization's integrations by name, and how each is doing. Never a key, a secret or a token. */
export async function listIntegrations(ctx: Ctx): Promise<IntegrationView[]> {
  require(ctx, "read");
  const rows = await prisma().integration.findMany({
    where: { organizationId: ctx.organizationId, deletedAt: null },
    orderBy: [{ name: "asc" }],
  });
  return presentIntegrations(rows);
}
