import { Logger, type Runner, run, type TaskList } from "graphile-worker";
import { confirmTopic } from "@/lib/alerts";
import { systemCtx } from "@/lib/auth";
import { answerQuestion, diagnoseIncident, investigateIncident } from "@/lib/diagnosis";
import type { Tasks } from "@/lib/events";
import { passOnEntry, sendWebhook, sendWordBack } from "@/lib/outbound";
import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { AppError, errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { sharedLanes } from "./shared-lanes";

const handlers: { [Name in keyof Tasks]: (payload: Tasks[Name], workerId: string) => Promise<unknown> } = {
  async diagnose({ organizationId, incidentId }) {
    const diagnosis = await diagnoseIncident(systemCtx(organizationId, "diagnose"), {
      incidentId,
      engine: "auto",
    }).catch(overBeforeItsTurn);
    // Somebody else's run, which may be a dead worker's: look again later, when it has ended or is given up.
    if (diagnosis?.state === "running") throw new Error("Another diagnosis of this incident is running");
  },
  async investigate({ organizationId, incidentId }, workerId) {
    const state = await investigateIncident(systemCtx(organizationId, "investigate"), incidentId, workerId);
    if (state === "running") throw new Error("Another diagnosis of this incident is running");
  },
  async answer({ organizationId, questionId }, workerId) {
    const state = await answerQuestion(systemCtx(organizationId, "answer"), questionId, workerId);
    if (state === "running") throw new Error("Somebody else is at this question");
  },
  pass_on: (payload) => passOnEntry(payload),
  confirm_subscription: (payload) => confirmTopic(payload),
  send_webhook: (payload) => sendWebhook(payload),
  send_word_back: (payload) => sendWordBack(payload),
};

/** Resolved before anybody looked: there is nothing to try again. */
function overBeforeItsTurn(error: unknown): null {
  if (error instanceof AppError && error.code === "conflict") return null;
  throw error;
}

type Group = { names: readonly (keyof Tasks)[]; concurrency: number; isShared?: boolean };

/**
 * Tasks by what they may have to wait for: each group has workers of its own. A diagnosis takes its time, and an address that somebody
 * entered may hang; neither may delay the acknowledgement that stops a pager. Where lanes are shared, one organization gets half of them.
 */
const groups: readonly Group[] = [
  { names: ["diagnose"], concurrency: 8, isShared: true },
  // A conversation with Claude takes minutes.
  { names: ["investigate", "answer"], concurrency: 8, isShared: true },
  { names: ["pass_on", "send_word_back", "confirm_subscription"], concurrency: 4 },
  // Each webhook gets one at a time: so many may hang before another one waits.
  { names: ["send_webhook"], concurrency: 8 },
];

const taskListOf = (names: readonly (keyof Tasks)[], workerId: string): TaskList =>
  Object.fromEntries(
    names.map((name) => [name, async (payload: unknown) => void (await handlers[name](payload as never, workerId))]),
  );

const quiet = new Logger(() => (level, message) => {
  if (level === "error" || level === "warning") logger.warn({ source: "graphile-worker" }, message);
});

/** Works off the retryable tasks until stopped, as this worker; starts anew when Postgres was away. */
export function startTasks(workerId: string): { stop(): Promise<void> } {
  const runners = groups.map((group) => startRunner(group, workerId));
  return {
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}

function startRunner({ names, concurrency, isShared = false }: Group, workerId: string): { stop(): Promise<void> } {
  const stop = new AbortController();
  let runner: Runner | undefined;
  const running = (async () => {
    while (!stop.signal.aborted) {
      try {
        runner = await run({
          pgPool: pool(),
          taskList: taskListOf(names, workerId),
          concurrency,
          ...(isShared && sharedLanes(concurrency)),
          pollInterval: 1_000,
          noHandleSignals: true,
          // In batches of whatever is there: on its own, an outcome that cannot be written (Postgres went away) would be a rejection that
          // nobody handles, and the end of this process.
          preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
          logger: quiet,
        });
        // Asked to stop while it started: nobody else stops this one.
        if (stop.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        logger.warn({ error: errorText(error) }, "The task runner stopped; it is started again");
      }
      await clock.sleep(1_000, stop.signal).catch(() => {});
    }
  })();
  return {
    async stop() {
      stop.abort();
      await runner
        ?.stop()
        .catch((error) => logger.debug({ error: errorText(error) }, "The task runner had stopped before"));
      await running;
    },
  };
}
