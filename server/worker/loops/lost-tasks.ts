import { giveUpLostWorkers, noticeLostWorkers, tasksUnderWay } from "@/lib/diagnosis";
import { freeLostTasks } from "@/lib/events";
import { silentWorkers } from "@/lib/platform/workers";
import type { Loop } from "../../loop";

/** Gives back what others were at and do not finish any more. */
export function lostTasksLoop(workerId: string): Loop {
  // Who was silent at the look before. After an outage of Postgres all are silent until their next beat: one look is not enough.
  let before: readonly string[] = [];
  return {
    name: "lost-tasks",
    timeoutMs: 10_000,
    async tick() {
      const silent = (await silentWorkers()).filter((id) => id !== workerId);
      await noticeLostWorkers(silent.filter((id) => !before.includes(id)));
      await giveUpLostWorkers(silent.filter((id) => before.includes(id)));
      before = silent;
      await freeLostTasks(await tasksUnderWay());
      return { againInMs: 5_000 };
    },
  };
}
