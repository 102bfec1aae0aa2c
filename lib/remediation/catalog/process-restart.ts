import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { conflict } from "@/lib/platform/errors";
import { processOf } from "../executors/process-identity";
import { defineAction } from "./define-action";

function configOf({ name, target }: Watched) {
  if (!target.config) throw conflict(`Nightshift does not know how ${name} is started`);
  return target.config;
}

export const processRestart = defineAction({
  id: "process.restart",
  title: "Restart the process",
  description: "Stops and starts the server's process. Every connection is cut, and what is only in memory is lost.",
  risk: "medium",
  params: z.strictObject({}),
  appliesTo: ({ target }) => target.kind === "process" && target.config !== null,
  async preview({ watched }) {
    const running = await processOf(configOf(watched).pid_file);
    return {
      effect: {
        text: running
          ? `Restarts process ${running.pid} of ${watched.name}, started ${running.startedAt}; it is down for some seconds`
          : `Starts ${watched.name}, which is not running`,
        figures: { running: String(running !== null), ...(running && { pid: running.pid }) },
      },
      state: { running: running !== null },
    };
  },
  // Running or not, the commands are the same; a process that was started anew has another identity.
  drift: () => null,
  commands({ watched }) {
    const config = configOf(watched);
    const as = config.run_as ?? undefined;
    return [
      { kind: "stop-process", pidFile: config.pid_file, argv: config.stop, as, timeoutMs: 20_000 },
      { kind: "run", argv: config.start, as, leavesDaemon: true, timeoutMs: 60_000 },
    ];
  },
  expectedResult: "The process is running, the service answers, and health rises above 80",
  settlesWithinMs: 45_000,
  fallback: [],
});
