import { findByKey } from "@/lib/integrations";
import { isDatabaseDown } from "@/lib/platform/database-down";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { beat } from "../correlate/heartbeat";
import type { Received } from "./receive";

/** Notes the call of a service that must call. A wrong key is 404: the key is all there is to prove. */
export async function hearBeat(key: string): Promise<Received> {
  try {
    const integration = await findByKey(key);
    if (integration?.source !== "heartbeat")
      return {
        status: 404,
        error: "No heartbeat has this key; copy the address again from the page of the integration",
      };
    if (integration.isPaused) return { status: 503, error: "This heartbeat is paused", retryAfterS: 60 };
    await beat(integration);
    return { status: 202, isNew: true };
  } catch (error) {
    if (!isDatabaseDown(error)) logger.error({ error: errorText(error) }, "A heartbeat could not be noted");
    return { status: 503, error: "It could not be noted; call again in a moment", retryAfterS: 2 };
  }
}
