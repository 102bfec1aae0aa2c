import { listen } from "@/lib/events";
import { closeReserves, settleProbes } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { closeDatabase } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { errorText } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { sayGoodbye } from "@/lib/platform/workers";
import { startLoop } from "../loop";
import { reserveLoop } from "../reserve-loop";
import { untilStopped } from "../until-stopped";
import { executeLoop } from "./loops/execute";
import { heartbeatLoop } from "./loops/heartbeat";
import { inboxLoop } from "./loops/inbox";
import { lostTasksLoop } from "./loops/lost-tasks";
import { probeLoop } from "./loops/probe";
import { reconcileLoop } from "./loops/reconcile";
import { signalsLoop } from "./loops/signals";
import { expireLoop, supersedeLoop, upkeepLoops } from "./loops/upkeep";
import { startTasks } from "./tasks";

// The worker process: watches services, diagnoses incidents, carries out what was approved.

/** On a stop, what runs gets this long to end; what does not is reconciled, or done again, by the next worker. */
const PATIENCE_MS = 10_000;

async function main(): Promise<void> {
  env();
  const workerId = newId();
  const execute = executeLoop(workerId);
  const reconcile = reconcileLoop(workerId);
  const loops = [
    heartbeatLoop(workerId),
    reconcile.loop,
    probeLoop,
    reserveLoop,
    expireLoop,
    supersedeLoop,
    ...upkeepLoops,
    lostTasksLoop(workerId),
    signalsLoop,
  ].map(startLoop);
  const executions = startLoop(execute.loop);
  const inbox = startLoop(inboxLoop);
  const tasks = startTasks(workerId);
  const listener = listen({
    // Where it is not said what happened, to look for a queued execution costs no more than to read it.
    onWake: (types) => {
      if (types === null || types.includes("execution.changed")) executions.wake();
    },
    onInbox: () => inbox.wake(),
    onReconnect: () => {
      executions.wake();
      inbox.wake();
    },
  });
  logger.info({ workerId }, "The worker is ready");

  await untilStopped();
  await inTime(
    Promise.all([executions.stop(), inbox.stop(), ...loops.map((loop) => loop.stop()), listener.close(), tasks.stop()]),
  );
  await inTime(Promise.all([execute.settled(), reconcile.settled()]));
  await settleProbes();
  closeReserves();
  await sayGoodbye(workerId).catch((error) =>
    logger.debug({ error: errorText(error) }, "The end of this worker could not be noted"),
  );
  await inTime(closeDatabase());
}

const inTime = (work: Promise<unknown>): Promise<unknown> => Promise.race([work, clock.sleep(PATIENCE_MS)]);

main().then(
  () => process.exit(0),
  (error) => {
    logger.fatal({ error: error instanceof Error ? error.message : String(error) }, "The worker stopped");
    process.exit(1);
  },
);
