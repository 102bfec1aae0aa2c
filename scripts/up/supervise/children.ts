import { join } from "node:path";
import { writePrivate } from "../home";
import type { Run } from "../run";
import { type Kept, keepRunning, type Program } from "./keep-running";

export type Children = { keep(program: Program): Kept };

/** The programs of this run. Their pids stand in `children.json`, for the next start to end what a killed supervisor could not. */
export function newChildren(run: Run): Children {
  const pids = new Map<string, { name: string; pid: number; mark: string }>();
  return {
    keep(program) {
      const onPid = (name: string, pid: number | null) => {
        if (pid === null) pids.delete(name);
        else pids.set(name, { name, pid, mark: program.entry });
        writePrivate(join(run.home, "children.json"), [...pids.values()]);
      };
      const kept = keepRunning(program, { say: run.say, show: run.show, log: run.log, onPid });
      run.onStop(program.name, (isForced) => kept.stop(isForced));
      return kept;
    },
  };
}
