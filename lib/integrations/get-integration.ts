import { type Ctx, require } from "@/lib/auth";
import type { IntegrationDetail } from "./contract";
import { findIntegration } from "./find-integration";
import { presentDetail } from "./present-integration";

/**
 * One integration with its settings. Where it is sent to, how to set it up and its secrets' last letters are told to those who may
 * configure it. Throws `not_found`.
 */
export async function getIntegration(ctx: Ctx, name: string): Promise<IntegrationDetail> {
  require(ctx, "read");
  return presentDetail(ctx, await findIntegration(ctx, name));
}
