import { ATTEND_MS, attend } from "@/lib/alerts";
import type { Loop } from "../loop";

/** Says that calls are heard here, so that nobody is taken for silent while none could be. */
export const attendanceLoop: Loop = {
  name: "attendance",
  timeoutMs: 10_000,
  async tick() {
    await attend();
    return { againInMs: ATTEND_MS };
  },
};
