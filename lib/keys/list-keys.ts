import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import type { ApiKeyView } from "./contract";
import { presentKeys } from "./present-key";

const DAY_MS = 86_400_000;
const REVOKED_SHOWN_DAYS = 30;

/** The organization's API keys, those that live first, then the newest; revoked ones for 30 days. Never a secret. */
export async function listKeys(ctx: Ctx): Promise<ApiKeyView[]> {
  require(ctx, "administer");
  const since = new Date(clock.now().getTime() - REVOKED_SHOWN_DAYS * DAY_MS);
  const keys = await prisma().apiKey.findMany({
    where: { organizationId: ctx.organizationId, OR: [{ revokedAt: null }, { revokedAt: { gt: since } }] },
    orderBy: [{ revokedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }, { id: "desc" }],
    take: 1_000,
  });
  return presentKeys(keys);
}
