import { CannotGoOn, newRun, type Run } from "./run";
import { buildWeb } from "./steps/build";
import { openDatabase } from "./steps/database";
import { updateSchema } from "./steps/database-schema";
import { openDemo } from "./steps/demo-organization";
import { firstVisit } from "./steps/first-visit";
import { startPrograms, untilReady } from "./steps/programs";
import { ensureRedisServer } from "./steps/redis-server";
import { startSandbox, watchSandbox } from "./steps/sandbox";
import { keepDemo, settle } from "./steps/settings";
import { newChildren } from "./supervise/children";
import { keepPostgres } from "./supervise/keep-postgres";
import { onStopSignal } from "./supervise/stop-signals";

/** Sets everything up, runs it until a signal ends it, and answers with the exit code. */
export async function up(): Promise<number> {
  const stopping = new AbortController();
  const run = newRun(process.env.NIGHTSHIFT_HOME ?? ".nightshift", stopping.signal);
  const isStopped = onStopSignal(
    () => {
      run.say("Stopping; a second Ctrl-C forces it");
      stopping.abort();
      return run.stop(false).then(() => run.say("Stopped"));
    },
    () => run.stop(true),
  );

  try {
    await takeSteps(run);
  } catch (error) {
    if (stopping.signal.aborted) return isStopped;
    run.say(error instanceof CannotGoOn ? error.message : String(error));
    await run.stop(false);
    return 1;
  }
  return isStopped;
}

async function takeSteps(run: Run): Promise<void> {
  const settings = await run.step("Settings and secrets", (tell) => settle(run.home, tell));
  if (settings.hasSandbox) await run.step("redis-server", (tell) => ensureRedisServer(run, tell));
  await run.step("Database", (tell) => openDatabase(run, settings, tell));
  const children = newChildren(run);
  // What takes its time to come up is started as early as it can be, and waited for as late.
  const sandbox = settings.hasSandbox ? await startSandbox(children) : null;
  await run.step("Schema", (tell) => updateSchema(run, tell));
  const demo = await run.step("Demo organization", (tell) => openDemo(run, settings, tell));
  keepDemo(run.home, demo !== null);
  await run.step("Web app", (tell) => buildWeb(run, tell));
  if (settings.cluster) keepPostgres(run, settings.cluster);
  const programs = startPrograms(children);
  if (sandbox && demo) await run.step("Sandbox", (tell) => watchSandbox(run, sandbox, demo, tell));
  else await sandbox?.stop(false);
  await run.step("Web and worker", () => untilReady(run, programs));
  if (demo) await demo.disconnect();

  run.say(`Nightshift is ready on ${settings.url}`);
  if (demo) run.say(`Sign in as ${demo.email} with ${demo.password}; the API key is in ${demo.file}`);
  const visit = demo ? null : await firstVisit(settings.url);
  // Shown and not noted: until there is an owner, whoever has the link becomes it.
  if (visit) run.show(`Nobody owns it yet. Make the first account at ${visit}`);
  run.say(`Logs are in ${run.home}/logs. Ctrl-C stops everything`);
}
