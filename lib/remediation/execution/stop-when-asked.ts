import type { Started } from "../executors/executor";
import { type Run, wordsOfError } from "./run";

/** How long a killed command may take to let go of its pipes. */
const AFTER_KILL_MS = 10_000;

/** Watches over a command that runs, and ends it where it has to be ended and can be. */
export type Stopping = {
  /** Resolves when it was to be ended and has not let go of its output in time. */
  gaveUp: Promise<"gave up">;
  /** Why it was ended before its own end, and whether it could be; null when it was not. */
  words(isLeftHanging: boolean): string | null;
  /** Watches no longer. */
  over(): void;
};

/** Ends `started` on a timeout, on cancel, or when another worker has taken over. What cannot be ended is waited for, unless it takes too long. */
export function stopWhenAsked(run: Run, started: Started, timeoutMs: number): Stopping {
  const { writer, lease } = run;
  let because: { killed: string; left: string } | null = null;
  let failure: string | null = null;
  let giveUp: (words: "gave up") => void = () => {};
  const gaveUp = new Promise<"gave up">((resolve) => {
    giveUp = resolve;
  });
  const note = (message: string) => writer.add({ phase: "executing", status: "running", message });

  const end = (killed: string, left: string) => {
    because ??= { killed, left };
    setTimeout(() => giveUp("gave up"), AFTER_KILL_MS).unref();
    started.kill?.().catch((error) => {
      failure = wordsOfError(run, error);
      note(`The command could not be killed: ${failure}`);
    });
  };
  const onCancel = () => {
    const by = String(lease.cancelled.reason);
    if (started.kill) end(`Killed because ${by} cancelled`, `${by} cancelled`);
    else note("It cannot be stopped any more: its end is waited for");
  };
  const onLost = () => end("Killed because another worker has taken over", "Another worker has taken over");
  const late = `It did not finish in ${timeoutMs / 1_000} s`;
  const timer = setTimeout(() => end(`${late} and was killed`, late), timeoutMs);
  lease.cancelled.addEventListener("abort", onCancel);
  lease.lost.addEventListener("abort", onLost);
  if (lease.cancelled.aborted) onCancel();
  if (lease.lost.aborted) onLost();

  return {
    gaveUp,
    words(isLeftHanging) {
      if (!because) return null;
      if (failure) return `${because.left}, and it could not be killed: ${failure}`;
      if (!started.kill) return `${because.left}, and it cannot be stopped: it may still be carried out`;
      return isLeftHanging ? `${because.killed}, but it still holds its output open` : because.killed;
    },
    over() {
      clearTimeout(timer);
      lease.cancelled.removeEventListener("abort", onCancel);
      lease.lost.removeEventListener("abort", onLost);
    },
  };
}
