import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorText } from "@/lib/platform/errors";
import { lastWords } from "../up/command";
import { newRun, type Run } from "../up/run";
import { onStopSignal } from "../up/supervise/stop-signals";

/**
 * Work in a folder of its own that is gone at the end, however it ends: what was started for it is stopped, on Ctrl-C too. Answers with the
 * exit code of the work; 1 when it failed, after saying why, and 130 when it was interrupted.
 */
export async function inThrowaway(name: string, work: (run: Run) => Promise<number>): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), `nightshift-${name}-`));
  const stopping = new AbortController();
  const run = newRun(home, stopping.signal);
  const end = async (isForced: boolean) => {
    await run.stop(isForced);
    rmSync(home, { recursive: true, force: true });
  };
  const interrupted = onStopSignal(
    () => {
      run.say("Stopping; nothing will be left");
      stopping.abort();
      return end(false);
    },
    () => end(true),
  ).then(() => 130);

  try {
    const code = await work(run);
    // Else it is being ended already.
    if (stopping.signal.aborted) return interrupted;
    await end(false);
    return code;
  } catch (error) {
    if (stopping.signal.aborted) return interrupted;
    // The logs are about to go, so what they say last is said here.
    run.say(errorText(error).replace(/\. Details: .*/, ""));
    for (const program of ["web", "worker"])
      if (existsSync(run.log(program))) run.say(`${program}: ${lastWords(run.log(program)) || "silent"}`);
    await end(false);
    return 1;
  }
}
