import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import type { Page } from "@/lib/platform/contract";
import { prisma } from "@/lib/platform/db";
import { ListSignals, type SignalView } from "./contract";
import { presentSignals } from "./present-signals";

/**
 * A page of where each thing stands that an incident is about: what fires first, then what nobody knows of any more, then what is over, and
 * of each what changed last. Throws `not_found`.
 */
export async function listIncidentSignals(
  ctx: Ctx,
  incidentId: string,
  raw: z.input<typeof ListSignals>,
): Promise<Page<SignalView>> {
  require(ctx, "read");
  const { page, page_size: size } = ListSignals.parse(raw);
  const { id } = await getIncident(ctx, incidentId);
  const where = { incidentId: id, organizationId: ctx.organizationId };
  const skip = (page - 1) * size;
  const [total, rows] = await Promise.all([
    prisma().signal.count({ where }),
    signalsInOrder(where, { skip, take: size + 1 }),
  ]);
  return {
    items: await presentSignals(rows.slice(0, size)),
    total,
    page,
    page_size: size,
    has_next: rows.length > size,
  };
}

/** The order of the states is that of their names: firing, lost, resolved. */
export const signalsInOrder = (
  where: { incidentId: string; organizationId: string },
  part: { skip: number; take: number },
) => prisma().signal.findMany({ where, orderBy: [{ status: "asc" }, { changedAt: "desc" }, { id: "desc" }], ...part });
