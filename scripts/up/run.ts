import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { errorText } from "@/lib/platform/errors";
import { redact } from "@/lib/platform/redact";

/** One run of `up`: where it lives, how it talks, and what has to be stopped when it ends. */
export type Run = {
  home: string;
  /** Aborted when the run is to end while steps are still being taken. */
  signal: AbortSignal;
  say(line: string): void;
  /** Like `say`, for a line of a child that stands raw in a log of its own. */
  show(line: string): void;
  log(name: string): string;
  /** What was started last is stopped first. `isForced`: at once, without waiting for anything. */
  onStop(name: string, stop: (isForced: boolean) => Promise<void>): void;
  step<T>(title: string, work: (tell: (text: string) => void) => Promise<T>): Promise<T>;
  /** Stops everything. A second call with `isForced` overtakes the first. */
  stop(isForced: boolean): Promise<void>;
};

/** What a person reads when a step fails: what happened, what to do, and where the details are. */
export class CannotGoOn extends Error {}

const STILL_MS = 15_000;

export function newRun(home: string, signal: AbortSignal): Run {
  const logs = join(home, "logs");
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  let current: Promise<void> = Promise.resolve();
  const stops: { name: string; stop: (isForced: boolean) => Promise<void> }[] = [];
  // A terminal that was closed takes no more lines; the log still does.
  process.stdout.on("error", () => {});

  const note = (line: string) =>
    appendFileSync(join(logs, "up.log"), `${new Date().toISOString()} ${redact(line)}\n`, { mode: 0o600 });
  const show = (line: string) => process.stdout.write(`${redact(line)}\n`);
  const seconds = (since = 0) => ((performance.now() - since) / 1000).toFixed(1);
  const say = (line: string) => {
    show(`${seconds().padStart(6)} s  ${line}`);
    note(line);
  };

  return {
    home,
    signal,
    say,
    show,
    log: (name) => join(logs, `${name}.log`),
    onStop: (name, stop) => stops.push({ name, stop }),

    async step(title, work) {
      signal.throwIfAborted();
      const since = performance.now();
      let told = "";
      let isOver = () => {};
      current = new Promise((resolve) => {
        isOver = resolve;
      });
      const still = setInterval(() => say(`… ${title}: still working`), STILL_MS);
      try {
        const result = await work((text) => {
          told = text;
        });
        signal.throwIfAborted();
        say(`${title}${told && `: ${told}`} (${seconds(since)} s)`);
        return result;
      } catch (error) {
        if (signal.aborted) throw error;
        note(error instanceof Error ? (error.stack ?? error.message) : String(error));
        if (error instanceof Error && error.cause) note(`caused by ${errorText(error.cause)}`);
        const details = error instanceof CannotGoOn ? "" : `. Details: ${join(logs, "up.log")}`;
        throw new CannotGoOn(`${title}: ${errorText(error).split("\n")[0]}${details}`, { cause: error });
      } finally {
        clearInterval(still);
        isOver();
      }
    },

    async stop(isForced) {
      // What a step is just starting cannot be stopped yet.
      if (!isForced) await current;
      for (const { name, stop } of stops.toReversed()) {
        try {
          await stop(isForced);
        } catch (error) {
          say(`${name} did not stop: ${errorText(error)}`);
        }
      }
    },
  };
}
