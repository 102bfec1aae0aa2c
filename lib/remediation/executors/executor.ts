import type { Command } from "../catalog/action";

export type Chunk = { stream: "stdout" | "stderr"; data: Buffer };

/** A command that was started. Whoever starts one reads its output to the end: nothing is buffered beyond the pipe. */
export type Started = {
  output: AsyncIterable<Chunk>;
  /** Settles after the output has ended. Null when a signal ended it and no code is known. */
  exitCode: Promise<number | null>;
  /** Of what is no program and has no exit code: why it could not be done, or null when it was. */
  problem?: Promise<string | null>;
  /**
   * Ends the command where it runs (SIGTERM, then SIGKILL), not just our end of the pipe. Safe to repeat; throws when it cannot be reached.
   * Null for what is carried out to its end once it was asked for.
   */
  kill: (() => Promise<void>) | null;
};

/** Runs commands where a target is. Trusts nobody: the caller has verified a permit for exactly this command. */
export type Executor = {
  /** What the target is right now (container id, process id and start); null when it does not exist. */
  identity(): Promise<string | null>;
  /** The command as people read it; what is shown is what runs. */
  display(command: Command): string;
  /** Starts a command. `mark` lets it be found again after the worker that started it has died. Throws when it could not start. */
  start(command: Command, mark: string): Promise<Started>;
  /** Ends whatever still runs under the mark and says how many processes that were. Throws when it cannot be told. */
  killMarked(mark: string): Promise<number>;
};

/** The environment variable that carries the mark. Children inherit it, so that a command's whole family is found. */
export const MARK = "NIGHTSHIFT_EXECUTION";

/** SIGTERM first; what is still there after this long gets SIGKILL. */
export const KILL_GRACE_MS = 2_000;
