import { docker, isNotThere } from "@/lib/platform/docker";
import { conflict } from "@/lib/platform/errors";

/** How the container stands right now. Throws `conflict` when there is none of this name. */
export async function inspectContainer(name: string) {
  const { State, RestartCount } = await docker()
    .getContainer(name)
    .inspect()
    .catch((error) => {
      if (isNotThere(error)) throw conflict(`There is no container ${name}; create it again first`);
      throw error;
    });
  return {
    status: State.Status,
    isPaused: State.Paused,
    // One that is paused, or waits for its next start, counts as running for the engine.
    isRunning: State.Running && !State.Paused && !State.Restarting,
    exitCode: State.ExitCode,
    restarts: RestartCount,
    startedAt: toTheSecond(State.StartedAt),
    /** Null when it has never ended. */
    finishedAt: State.FinishedAt.startsWith("0001") ? null : toTheSecond(State.FinishedAt),
  };
}

// The engine counts nanoseconds, which no reader needs.
const toTheSecond = (time: string): string => time.replace(/\.\d+Z$/, "Z");
