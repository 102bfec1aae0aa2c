import { z } from "zod";
import { docker, isNotThere } from "@/lib/platform/docker";
import { conflict } from "@/lib/platform/errors";
import { defineAction } from "./define-action";

export const dockerRestart = defineAction({
  id: "docker.restart",
  title: "Restart the container",
  description: "Stops and starts the container. Every connection is cut, and what is only in memory is lost.",
  risk: "medium",
  params: z.strictObject({}),
  appliesTo: ({ target }) => target.kind === "docker",
  async preview({ watched }) {
    const name = watched.target.name;
    const container = await docker()
      .getContainer(name)
      .inspect()
      .catch((error) => {
        if (isNotThere(error)) throw conflict(`There is no container ${name} to restart; create it again first`);
        throw error;
      });
    const { State, RestartCount } = container;
    return {
      effect: {
        text: State.Running
          ? `Restarts ${name}, which has been running since ${State.StartedAt}; it is down for some seconds`
          : `Starts ${name}, which is ${State.Status} with exit code ${State.ExitCode} since ${State.FinishedAt}`,
        figures: { running: String(State.Running), exit_code: State.ExitCode, restarts: RestartCount },
      },
      state: { running: State.Running },
    };
  },
  // Running or not, the command and what it does are the same; a container that was recreated has another identity.
  drift: () => null,
  commands: () => [{ kind: "restart-container", graceSeconds: 10, timeoutMs: 60_000 }],
  expectedResult: "The container is running, the service answers, and health rises above 80",
  settlesWithinMs: 45_000,
  fallback: [],
});
