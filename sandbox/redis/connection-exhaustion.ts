import { clock } from "@/lib/platform/clock";
import type { Scenario } from "../scenario";
import { Refused } from "./link";
import type { PracticeRedis } from "./practice-redis";

const MOST = 10_000;
/** How often in a row, a quarter of a second apart, the server must be found full. */
const LOOKS = 6;

/** Clients are opened until Redis refuses, and held. None is opened again when it is killed. */
export function connectionExhaustion(redis: PracticeRedis): Scenario {
  return {
    id: "connection-exhaustion",
    title: "Take every connection",
    description: "Opens clients up to maxclients and holds them: ERR max number of clients reached.",
    inject: async () => {
      // A visitor such as a probe leaves a free place behind, so the places that come free are taken for a while.
      for (let look = 0; look < LOOKS; look++) {
        if (look > 0) await clock.sleep(250);
        if (await holdAllFree(redis)) look = 0;
      }
    },
    letGo: async () => redis.letGo(),
    isActive: async (state) => state === "running" && redis.countHeld() > 0 && (await redis.isFull()),
  };
}

/** Takes every free place; says whether there was one. */
async function holdAllFree(redis: PracticeRedis): Promise<boolean> {
  for (let opened = 0; opened < MOST; opened++) {
    try {
      await redis.hold();
    } catch (error) {
      if (error instanceof Refused && /max number of clients/.test(error.message)) return opened > 0;
      throw error;
    }
  }
  throw new Error(`Redis took ${MOST} connections and refused none`);
}
