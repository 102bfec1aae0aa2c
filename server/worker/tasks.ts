import { Logger, type Runner, run, type TaskList } from "graphile-worker";
import { confirmTopic } from "@/lib/alerts";
import { systemCtx } from "@/lib/auth";
import { diagnoseIncident } from "@/lib/diagnosis";
import type { Tasks } from "@/lib/events";
import { passOnEntry, sendWebhook, sendWordBack } from "@/lib/outbound";
import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";

const handlers: { [Name in keyof Tasks]: (payload: Tasks[Name]) => Promise<unknown> } = {
  async diagnose({ organizationId, incidentId }) {
    const { state } = await diagnoseIncident(systemCtx(organizationId, "diagnose"), { incidentId, engine: "auto" });
    // Somebody else's run, which may be a dead worker's: look again later, when it has ended or is given up.
    if (state === "running") throw new Error("Another diagnosis of this incident is running");
  },
  pass_on: passOnEntry,
  confirm_subscription: confirmTopic,
  send_webhook: sendWebhook,
  send_word_back: sendWordBack,
};

/** Tasks that wait for servers of others, which may be slow: they have workers of their own, so that no diagnosis waits behind them. */
const outward: ReadonlySet<string> = new Set<keyof Tasks>(["confirm_subscription", "send_webhook", "send_word_back"]);

const taskListOf = (isOutward: boolean): TaskList =>
  Object.fromEntries(
    Object.entries(handlers)
      .filter(([name]) => outward.has(name) === isOutward)
      .map(([name, handle]) => [name, async (payload: unknown) => void (await handle(payload as never))]),
  );

const quiet = new Logger(() => (level, message) => {
  if (level === "error" || level === "warning") logger.warn({ source: "graphile-worker" }, message);
});

/** Works off the retryable tasks until stopped; starts anew when Postgres was away. */
export function startTasks(): { stop(): Promise<void> } {
  const runners = [startRunner(taskListOf(false)), startRunner(taskListOf(true))];
  return {
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}

function startRunner(taskList: TaskList): { stop(): Promise<void> } {
  const stop = new AbortController();
  let runner: Runner | undefined;
  const running = (async () => {
    while (!stop.signal.aborted) {
      try {
        runner = await run({
          pgPool: pool(),
          taskList,
          concurrency: 4,
          pollInterval: 1_000,
          noHandleSignals: true,
          // In batches of whatever is there: on its own, an outcome that cannot be written (Postgres went away) would be a rejection that
          // nobody handles, and the end of this process.
          preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
          logger: quiet,
        });
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
