import { ATTEND_MS, attend } from "@/lib/alerts";
import { flushRefusals } from "@/lib/integrations";
import type { Loop } from "../loop";

/** Says that calls are heard here, so that nobody is taken for silent while none could be. */
export const attendanceLoop: Loop = {
  name: "attendance",
  timeoutMs: 10_000,
  async tick() {
    await attend();
    return { againInMs: ATTEND_MS };
  },
  // What was refused here since the last line about it would otherwise not be counted.
  atEnd: flushRefusals,
};
