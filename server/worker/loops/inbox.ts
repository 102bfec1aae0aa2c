import { processDeliveries } from "@/lib/alerts";
import type { Loop } from "../../loop";

// After this long a tick looks up, so that a worker can stop in the middle of a flood.
const AT_A_TIME_MS = 5_000;

/** Reads what came into the inbox. It is woken by whoever stored something; the pause is for wake-ups that were lost, and for retries. */
export const inboxLoop: Loop = {
  name: "inbox",
  timeoutMs: 60_000,
  async tick() {
    const isEnough = AbortSignal.timeout(AT_A_TIME_MS);
    await processDeliveries(isEnough);
    return { againInMs: isEnough.aborted ? 0 : 500 };
  },
};
