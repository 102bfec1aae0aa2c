import type { z } from "zod";
import { whileUnchanged } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { DashboardQuery, type ResolutionTimes } from "./contract";
import { presentWindow, windowOf } from "./period";
import { timesOf } from "./times";

/** How long incidents took until somebody had them and until they were over: median, p90 and mean, with how many they rest on. */
export async function resolutionTimes(ctx: Ctx, raw: z.input<typeof DashboardQuery>): Promise<ResolutionTimes> {
  require(ctx, "read");
  const window = windowOf(DashboardQuery.parse(raw).period, clock.now());
  const question = `resolution-times ${window.period} ${window.from.toISOString()}`;
  const { all, by_severity } = await whileUnchanged(ctx, question, () => timesOf(ctx, window));
  return { ...presentWindow(window), ...all, by_severity };
}
