import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { EvidenceText } from "./contract";
import { wasCut } from "./excerpt";
import { presentEvidence } from "./present-evidence";
import { BODY_BYTES } from "./store-evidence";

/** A piece of evidence with all that is kept of it, redacted as it was stored. Throws `not_found`. */
export async function getEvidence(ctx: Ctx, id: string): Promise<EvidenceText> {
  require(ctx, "read");
  const row = isId(id)
    ? await prisma().evidence.findFirst({ where: { id, organizationId: ctx.organizationId } })
    : null;
  if (!row) throw notFound("The evidence");
  const text = row.body ?? row.excerpt;
  return { ...presentEvidence(row), text, is_cut: row.body !== null && wasCut(row.body, BODY_BYTES) };
}
