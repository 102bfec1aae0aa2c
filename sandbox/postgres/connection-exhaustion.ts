import { clock } from "@/lib/platform/clock";
import type { Scenario } from "../scenario";
import type { PracticePostgres } from "./practice-postgres";
import { isTooMany } from "./sessions";

const MOST = 1_000;
/** How often in a row, a quarter of a second apart, the application must be turned away. */
const LOOKS = 6;

/** The application opens every connection that it may have and holds them idle. None is opened again when it is terminated. */
export function connectionExhaustion(postgres: PracticePostgres): Scenario {
  return {
    id: "connection-exhaustion",
    title: "Take every connection",
    description:
      "The application opens every free connection and keeps them idle: FATAL: sorry, too many clients already / remaining connection slots are reserved.",
    inject: async () => {
      // A visitor such as a probe leaves a free place behind, so the places that come free are taken for a while.
      for (let look = 0; look < LOOKS; look++) {
        if (look > 0) await clock.sleep(250);
        if (await holdAllFree(postgres)) look = 0;
      }
    },
    letGo: () => postgres.letGo(),
    isActive: async (state) => state === "running" && postgres.countHeld() > 0 && (await postgres.isFull()),
  };
}

/** Takes every free place; says whether there was one. */
async function holdAllFree(postgres: PracticePostgres): Promise<boolean> {
  for (let opened = 0; opened < MOST; opened++) {
    try {
      await postgres.hold();
    } catch (error) {
      if (isTooMany(error)) return opened > 0;
      throw error;
    }
  }
  throw new Error(`Postgres took ${MOST} connections and refused none`);
}
