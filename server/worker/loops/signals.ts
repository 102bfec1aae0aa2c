import { noticeSilence, settleSignals } from "@/lib/alerts";
import type { Loop } from "../../loop";

/** What time alone changes: signals that stayed quiet, maintenance windows that ended, services that did not call. */
export const signalsLoop: Loop = {
  name: "signals",
  timeoutMs: 30_000,
  async tick() {
    await settleSignals();
    await noticeSilence();
    return { againInMs: 1_000 };
  },
};
