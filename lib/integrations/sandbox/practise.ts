import type { z } from "zod";
import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { inTransaction, prisma } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { PracticeService } from "@/lib/platform/practice-contract";
import { InjectFailure } from "../contract";
import { askSandbox, sandboxUrl } from "./control";

/**
 * Breaks a practice service on purpose. Throws `conflict` when the sandbox is off, `not_found` when the organization does not own this
 * practice service or it has no such scenario, `unavailable` when the sandbox does not answer.
 */
export async function injectFailure(
  ctx: Ctx,
  { service, ...raw }: { service: string } & z.input<typeof InjectFailure>,
): Promise<PracticeService> {
  require(ctx, "practise");
  const { scenario } = InjectFailure.parse(raw);
  await admit(ctx, service, "sandbox.inject-failure", { scenario });
  return askSandbox("POST", ["services", service, "inject"], PracticeService, { scenario });
}

/** Undoes everything that was broken on a practice service. Throws like `injectFailure`. */
export async function healService(ctx: Ctx, { service }: { service: string }): Promise<PracticeService> {
  require(ctx, "practise");
  await admit(ctx, service, "sandbox.heal", {});
  return askSandbox("POST", ["services", service, "heal"], PracticeService);
}

/** Audited before the sandbox is asked: a service may break although nobody hears the answer, and the record must name who wanted it. */
async function admit(ctx: Ctx, name: string, verb: string, data: Record<string, unknown>): Promise<void> {
  if (!sandboxUrl()) throw conflict("The sandbox is off");
  const service = await prisma().service.findFirst({
    where: { organizationId: ctx.organizationId, name, isSandbox: true, deletedAt: null },
  });
  if (!service) throw notFound("The practice service");
  await inTransaction((tx) =>
    recordAudit(tx, ctx, { verb, subject: { kind: "service", id: service.id }, data: { service: name, ...data } }),
  );
}
