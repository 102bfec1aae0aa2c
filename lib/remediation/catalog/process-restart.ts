import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { conflict } from "@/lib/platform/errors";
import { processOf, processOfIdentity, type RunningProcess } from "../executors/process-identity";
import type { Command } from "./action";
import { defineAction } from "./define-action";
import { lossOfRestart, otherLoss } from "./restart-loss";

function configOf({ name, target }: Watched) {
  if (!target.config) throw conflict(`Nightshift does not know how ${name} is started`);
  return target.config;
}

const STOPS_WITHIN_MS = 20_000;

/** SIGTERM, and SIGKILL when half of the time is over: by the program that ships with Nightshift, so that what is shown is what runs. */
const signalsTo = ({ pid, startedAt }: RunningProcess): string[] => [
  ...["node", "--import", "tsx", "lib/remediation/executors/stop-process.ts"],
  ...["--pid", String(pid), "--started", startedAt, "--kill-after", String(STOPS_WITHIN_MS / 2_000)],
];

export const processRestart = defineAction({
  id: "process.restart",
  title: "Restart the process",
  description: "Stops and starts the server's process. Every connection is cut, and what is only in memory is lost.",
  risk: "medium",
  params: z.strictObject({}),
  appliesTo: ({ target }) => target.kind === "process" && target.config !== null,
  async preview({ watched }) {
    const running = await processOf(configOf(watched).pid_file);
    const loss = await lossOfRestart(watched, running !== null);
    return {
      effect: {
        text: running
          ? `Restarts process ${running.pid} of ${watched.name}, started ${running.startedAt}; it is down for some seconds${loss.text}`
          : `Starts ${watched.name}, which is not running`,
        figures: {
          process: running ? "running" : "not running",
          ...(running && { pid: running.pid }),
          ...loss.figures,
        },
      },
      state: { running: running !== null, ...loss.state },
    };
  },
  // A process that was started anew has another identity: what counts is what this one would lose.
  drift: otherLoss,
  commands({ watched }, identity) {
    const config = configOf(watched);
    const as = config.run_as ?? undefined;
    const start: Command = { kind: "run", argv: config.start, as, leavesDaemon: true, timeoutMs: 60_000 };
    const running = processOfIdentity(identity);
    if (!running) return [start];
    const stop = config.stop ? { argv: config.stop, as } : { argv: signalsTo(running) };
    return [{ kind: "stop-process", pidFile: config.pid_file, identity, ...stop, timeoutMs: STOPS_WITHIN_MS }, start];
  },
  expectedResult: "The process is running, the service answers, and health rises above 80",
  settlesWithinMs: 45_000,
  fallback: [],
});
