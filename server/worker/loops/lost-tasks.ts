import { tasksUnderWay } from "@/lib/diagnosis";
import { freeLostTasks } from "@/lib/events";
import type { Loop } from "../../loop";

export const lostTasksLoop: Loop = {
  name: "lost-tasks",
  timeoutMs: 10_000,
  async tick() {
    await freeLostTasks(await tasksUnderWay());
    return { againInMs: 15_000 };
  },
};
