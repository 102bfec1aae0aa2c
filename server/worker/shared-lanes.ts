import { EventEmitter } from "node:events";
import type { Job, RunnerOptions, WorkerEvents } from "graphile-worker";
import { clock } from "@/lib/platform/clock";

/** A look takes milliseconds. One whose end nobody tells must not stop the others for good. */
const LOOK_MS = 1_000;

const flagsOf = ({ flags }: Job): string[] => Object.keys(flags ?? {});

/**
 * Options for graphile-worker with which the lanes of a runner are shared by the flags of their tasks: of one flag never more run than
 * lanes are free for others. The first gets half of them, the next half of the rest, and the last free lane goes only to a flag that has
 * none. What has its share is passed over by "forbidden flags" (https://worker.graphile.org/docs/forbidden-flags). A queue name for each
 * would let one task run at a time, and the oldest tasks would still come first.
 */
export function sharedLanes(lanes: number): Pick<RunnerOptions, "events" | "forbiddenFlags"> {
  const events: WorkerEvents = new EventEmitter();
  const running = new Map<string, number>();
  let free = lanes;
  const count = (job: Job, by: 1 | -1) => {
    free -= by;
    for (const flag of flagsOf(job)) {
      const now = (running.get(flag) ?? 0) + by;
      if (now > 0) running.set(flag, now);
      else running.delete(flag);
    }
  };
  let looks: Promise<void> = Promise.resolve();
  let endLook = () => {};
  events.on("job:start", ({ job }) => {
    count(job, 1);
    endLook();
  });
  events.on("job:complete", ({ job }) => count(job, -1));
  events.on("worker:getJob:empty", () => endLook());
  events.on("worker:getJob:error", () => endLook());

  return {
    events,
    // One lane looks at a time: whose the task is that another finds meanwhile is not known yet.
    async forbiddenFlags() {
      const before = looks;
      let end = () => {};
      looks = new Promise((done) => {
        end = done;
      });
      const enough = new AbortController();
      await Promise.race([before, clock.sleep(LOOK_MS, enough.signal).catch(() => {})]);
      enough.abort();
      endLook = end;
      return [...running].filter(([, has]) => has >= free).map(([flag]) => flag);
    },
  };
}
