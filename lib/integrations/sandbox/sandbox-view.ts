import { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { PracticeService } from "@/lib/platform/practice-contract";
import type { SandboxView } from "../contract";
import { askSandbox, sandboxUrl } from "./control";

/**
 * The practice services of the caller's organization, what can be broken on them and what is broken now. Not enabled where there is no
 * sandbox, or where the organization owns none of it. Throws `unavailable` when there should be one and it does not answer.
 */
export async function sandboxView(ctx: Ctx): Promise<SandboxView> {
  require(ctx, "read");
  const owned = sandboxUrl() ? await ownedBy(ctx) : new Set<string>();
  if (owned.size === 0) return { enabled: false, services: [] };
  const services = await askSandbox("GET", ["services"], z.array(PracticeService));
  return { enabled: true, services: services.filter(({ service }) => owned.has(service)) };
}

async function ownedBy(ctx: Ctx): Promise<Set<string>> {
  const rows = await prisma().service.findMany({
    where: { organizationId: ctx.organizationId, isSandbox: true, deletedAt: null },
    select: { name: true },
  });
  return new Set(rows.map((row) => row.name));
}
