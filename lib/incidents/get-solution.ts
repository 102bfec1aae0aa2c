import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import type { IncidentView } from "./contract";
import { findIncident } from "./get-incident";

/** The solution that was last asked for, or null; it is kept with the incident. */
export async function getSolution(ctx: Ctx, id: string): Promise<IncidentView["solution"]> {
  require(ctx, "read");
  const { solution } = await findIncident(prisma(), ctx, id);
  return solution as IncidentView["solution"];
}
