import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import type { Page } from "@/lib/platform/contract";
import { type Prisma, prisma } from "@/lib/platform/db";
import { ListMaintenanceWindows, type MaintenanceWindowView, type WindowState } from "./contract";
import { presentWindows } from "./present-window";

/** The organization's maintenance windows, what begins last first; those that are over and cancelled too. */
export async function listWindows(
  ctx: Ctx,
  raw: z.input<typeof ListMaintenanceWindows>,
): Promise<Page<MaintenanceWindowView>> {
  require(ctx, "read");
  const { page, page_size, state } = ListMaintenanceWindows.parse(raw);
  const where = { organizationId: ctx.organizationId, ...(state && inState(state, clock.now())) };
  const [total, rows] = await Promise.all([
    prisma().maintenanceWindow.count({ where }),
    prisma().maintenanceWindow.findMany({
      where,
      orderBy: [{ startsAt: "desc" }, { id: "desc" }],
      skip: (page - 1) * page_size,
      take: page_size,
    }),
  ]);
  return { items: await presentWindows(rows), total, page, page_size, has_next: page * page_size < total };
}

function inState(state: WindowState, now: Date): Prisma.MaintenanceWindowWhereInput {
  switch (state) {
    case "cancelled":
      return { cancelledAt: { not: null } };
    case "planned":
      return { cancelledAt: null, startsAt: { gt: now } };
    case "active":
      return { cancelledAt: null, startsAt: { lte: now }, endsAt: { gt: now } };
    case "over":
      return { cancelledAt: null, endsAt: { lte: now } };
  }
}
