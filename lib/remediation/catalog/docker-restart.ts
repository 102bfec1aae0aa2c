import { z } from "zod";
import { defineAction } from "./define-action";
import { inspectContainer } from "./inspect-container";
import { lossOfRestart, otherLoss } from "./restart-loss";

export const dockerRestart = defineAction({
  id: "docker.restart",
  title: "Restart the container",
  description: "Stops and starts the container. Every connection is cut, and what is only in memory is lost.",
  risk: "medium",
  params: z.strictObject({}),
  appliesTo: ({ target }) => target.kind === "docker",
  async preview({ watched }) {
    const { name } = watched.target;
    const { status, isPaused, isRunning, exitCode, restarts, startedAt, finishedAt } = await inspectContainer(name);
    if (isPaused)
      return {
        effect: {
          text: `Stops and starts ${name}, which is paused: what is only in its memory is lost. Unpausing it instead (docker.unpause) keeps everything`,
          figures: { container: status, restarts },
        },
        state: { running: true, paused: true },
      };
    const loss = await lossOfRestart(watched, isRunning);
    const ended = finishedAt ? ` with exit code ${exitCode} since ${finishedAt}` : "";
    return {
      effect: {
        text: isRunning
          ? `Restarts ${name}, which has been running since ${startedAt}; it is down for some seconds${loss.text}`
          : `Starts ${name}, which is ${status}${ended}${loss.text}`,
        figures: { container: status, restarts, ...(!isRunning && { exit_code: exitCode }), ...loss.figures },
      },
      state: { running: isRunning, paused: false, ...loss.state },
    };
  },
  // Running or not, the command is the same, and a container that was recreated has another identity: what counts is what it loses.
  drift(before, now) {
    if (now.paused && !before.paused) return "its container is paused now, and unpausing it would keep everything";
    if (before.paused && !now.paused) return "its container was paused, and is not any more";
    return otherLoss(before, now);
  },
  commands: () => [{ kind: "restart-container", graceSeconds: 10, timeoutMs: 60_000 }],
  expectedResult: "The container is running, the service answers, and health rises above 80",
  settlesWithinMs: 45_000,
  fallback: [],
});
