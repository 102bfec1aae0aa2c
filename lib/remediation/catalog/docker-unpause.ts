import { z } from "zod";
import { conflict } from "@/lib/platform/errors";
import { defineAction } from "./define-action";
import { inspectContainer } from "./inspect-container";

export const dockerUnpause = defineAction({
  id: "docker.unpause",
  title: "Unpause the container",
  description:
    "Lets a paused container go on where it was. Nothing is lost: memory, connections and sessions are as they were.",
  risk: "low",
  params: z.strictObject({}),
  appliesTo: ({ target }) => target.kind === "docker",
  async preview({ watched }) {
    const { name } = watched.target;
    const { isPaused, status, startedAt } = await inspectContainer(name);
    if (!isPaused) throw conflict(`${name} is not paused: it is ${status}`);
    return {
      effect: {
        text: `Lets ${name} go on, which is paused and was started at ${startedAt}. Nothing is lost; clients that still wait are answered`,
        figures: { container: status },
      },
      state: { paused: true },
    };
  },
  // Whoever has unpaused it meanwhile makes the preview refuse.
  drift: () => null,
  commands: () => [{ kind: "unpause-container", timeoutMs: 30_000 }],
  expectedResult: "The container is running, the service answers, and health rises above 80",
  settlesWithinMs: 10_000,
  fallback: [],
});
