import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { DashboardQuery, type ResolutionTimes } from "./contract";
import { presentWindow, windowOf } from "./period";
import { timesOf } from "./times";

/** How long incidents took until somebody had them and until they were over: median, p90 and mean, with how many they rest on. */
export async function resolutionTimes(ctx: Ctx, raw: z.input<typeof DashboardQuery>): Promise<ResolutionTimes> {
  require(ctx, "read");
  const window = windowOf(DashboardQuery.parse(raw).period, clock.now());
  const { all, by_severity } = await timesOf(ctx, window);
  return { ...presentWindow(window), ...all, by_severity };
}
