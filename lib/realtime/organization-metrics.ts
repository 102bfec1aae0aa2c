import { type Ctx, require } from "@/lib/auth";
import { listIncidents } from "@/lib/incidents";
import { listWatchedServices } from "@/lib/monitoring";
import type { OrganizationMetrics } from "./contract";

/** The organization at a glance: how many incidents are open, and how many of the services that are watched are in each state. */
export async function organizationMetrics(ctx: Ctx): Promise<OrganizationMetrics> {
  require(ctx, "read");
  const [open, services] = await Promise.all([
    listIncidents(ctx, { status: "open", page: 1, page_size: 1 }),
    listWatchedServices(ctx),
  ]);
  const counts: OrganizationMetrics["services"] = { healthy: 0, degraded: 0, down: 0, unknown: 0 };
  for (const { status } of services) counts[status] += 1;
  return { open_incidents: open.total, services: counts };
}
