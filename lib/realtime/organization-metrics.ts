import { type Ctx, require } from "@/lib/auth";
import { countIncidents } from "@/lib/incidents";
import { listWatchedServices } from "@/lib/monitoring";
import type { OrganizationMetrics } from "./contract";

/** The organization at a glance: how many incidents are open, and how many of the services that are watched are in each state. */
export async function organizationMetrics(ctx: Ctx): Promise<OrganizationMetrics> {
  require(ctx, "read");
  const [tallies, services] = await Promise.all([countIncidents(ctx), listWatchedServices(ctx)]);
  const counts: OrganizationMetrics["services"] = { healthy: 0, degraded: 0, down: 0, unknown: 0 };
  for (const { status } of services) counts[status] += 1;
  const open = tallies.filter(({ status }) => status !== "resolved").reduce((sum, { count }) => sum + count, 0);
  return { open_incidents: open, services: counts };
}
