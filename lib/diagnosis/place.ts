import type { Ctx } from "@/lib/auth";
import { gitHubOf } from "@/lib/github";
import { serviceLinks } from "@/lib/monitoring";
import type { Place } from "./tools/tool";
import { watchedOrNull } from "./watched-or-null";

/** What an investigation of this incident can look at. */
export async function placeOf(ctx: Ctx, incident: Place["incident"]): Promise<Place> {
  const [watched, links, github] = await Promise.all([
    watchedOrNull(ctx, incident.serviceId),
    serviceLinks(ctx, incident.serviceId),
    gitHubOf(ctx),
  ]);
  return { ctx, incident, watched, links, github };
}
