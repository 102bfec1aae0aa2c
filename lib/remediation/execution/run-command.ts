import { secretsOfWatched } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { inTransaction } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { redact } from "@/lib/platform/redact";
import type { Command } from "../catalog/action";
import type { Started } from "../executors/executor";
import { Fenced } from "./fenced";
import { intend, type Step } from "./intend";
import { OutputLines } from "./output-lines";
import { type ActionRecord, recordAction } from "./record-action";
import { Cancelled, markOf, Refused, type Run } from "./run";
import { Transcript } from "./transcript";

/** Output beyond this is read and counted, but not kept: a runaway command must not fill the database. */
const MOST_KEPT_BYTES = 16 * 1_048_576;
/** How long a killed command may take to let go of its pipes. */
const AFTER_KILL_MS = 10_000;

export type CommandResult = { ok: boolean; exitCode: number | null; message: string };

/**
 * Runs one approved command: shows it, commits the intent, starts it, streams its output and records the result. Returns how it ended;
 * throws `Refused` when it may not start, `Cancelled` when a person stopped it, `Fenced` when another worker took over.
 */
export async function runCommand(run: Run, key: string, action: string, command: Command): Promise<CommandResult> {
  const { writer, executor, lease } = run;
  const display = executor.display(command);
  const step: Step = { key, action, command: display };
  if (lease.cancelled.aborted) throw new Cancelled(String(lease.cancelled.reason));
  writer.add({ phase: "command", status: "completed", command: display });
  const allowed = await untilDatabaseAnswers(
    () => intend(run.claim, run.permit.id, step, !run.hasStarted, run.healthBefore),
    lease.lost,
  );
  if (!allowed) await explainRefusal(run);
  run.hasStarted = true;

  const startedAt = clock.now();
  const elapsedMs = () => clock.now().getTime() - startedAt.getTime();
  writer.add({ phase: "executing", status: "running", message: "Running" });
  const transcript = new Transcript();
  const started = await executor
    .start(command, markOf(run.claim.id))
    .catch((error: unknown) => `The command could not be started: ${wordsOf(run, error)}`);
  const ending =
    typeof started === "string"
      ? { ok: false, exitCode: null, message: started }
      : await follow(run, started, command.timeoutMs, transcript).catch(async (error: unknown) => {
          // Nobody follows it any more, so it must not run on: whoever settles the execution looks at what it did.
          await started.kill();
          throw error;
        });
  const durationMs = elapsedMs();
  writer.add({ phase: "executing", status: ending.ok ? "completed" : "failed" });
  writer.add({
    phase: "result",
    status: ending.ok ? "completed" : "failed",
    exit_code: ending.exitCode,
    duration_ms: durationMs,
    message: ending.message,
  });
  await writer.flush();
  const record: ActionRecord = {
    result: ending.ok ? "success" : "failed",
    exitCode: ending.exitCode,
    stdout: transcript.text("stdout"),
    stderr: transcript.text("stderr"),
    executedAt: startedAt,
    durationMs,
  };
  await untilDatabaseAnswers(() => inTransaction((tx) => recordAction(tx, run, step, record)), lease.lost);
  if (lease.cancelled.aborted) throw new Cancelled(String(lease.cancelled.reason));
  return ending;
}

const wordsOf = ({ watched }: Run, error: unknown): string => redact(errorText(error), secretsOfWatched(watched));

async function explainRefusal(run: Run): Promise<never> {
  if (run.lease.lost.aborted) throw new Fenced();
  const row = await untilDatabaseAnswers(
    () => inTransaction((tx) => tx.execution.findUniqueOrThrow({ where: { id: run.claim.id } })),
    run.lease.lost,
  );
  if (row.epoch !== run.claim.epoch) throw new Fenced();
  if (row.cancelRequestedBy !== null) throw new Cancelled(row.cancelRequestedBy);
  throw new Refused("the permit has been used, or this command was started before");
}

/** Reads the output to its end, and ends the command itself on a timeout, on cancel, or when another worker has taken over. */
async function follow(run: Run, started: Started, timeoutMs: number, transcript: Transcript): Promise<CommandResult> {
  const { writer, lease } = run;
  let killedBecause: string | null = null;
  let giveUp: (reason: "gave up") => void = () => {};
  const abandoned = new Promise<"gave up">((resolve) => {
    giveUp = resolve;
  });
  const kill = (why: string) => {
    killedBecause ??= why;
    setTimeout(() => giveUp("gave up"), AFTER_KILL_MS).unref();
    started.kill().catch((error) => {
      writer.add({
        phase: "executing",
        status: "running",
        message: `The command could not be killed: ${wordsOf(run, error)}`,
      });
    });
  };
  const timer = setTimeout(() => kill(`It did not finish in ${timeoutMs / 1_000} s and was killed`), timeoutMs);
  const onCancel = () => kill(`Killed because ${lease.cancelled.reason} cancelled`);
  const onLost = () => kill("Killed because another worker has taken over");
  lease.cancelled.addEventListener("abort", onCancel);
  lease.lost.addEventListener("abort", onLost);
  if (lease.cancelled.aborted) onCancel();
  if (lease.lost.aborted) onLost();

  const secrets = secretsOfWatched(run.watched);
  const lines = { stdout: new OutputLines(secrets), stderr: new OutputLines(secrets) };
  const keep = (stream: "stdout" | "stderr", text: string[]) => {
    const kept = transcript.add(stream, text, MOST_KEPT_BYTES);
    writer.addOutput(stream, kept);
  };
  const output = started.output[Symbol.asyncIterator]();
  let leftHanging = false;
  try {
    for (;;) {
      const next = await Promise.race([output.next(), abandoned]);
      if (next === "gave up") {
        leftHanging = true;
        break;
      }
      if (next.done) break;
      keep(next.value.stream, lines[next.value.stream].push(next.value.data));
      await writer.room();
    }
  } finally {
    clearTimeout(timer);
    lease.cancelled.removeEventListener("abort", onCancel);
    lease.lost.removeEventListener("abort", onLost);
  }
  if (lease.lost.aborted) throw new Fenced();
  for (const stream of ["stdout", "stderr"] as const) keep(stream, lines[stream].end());
  const lost = transcript.dropped;
  if (lost > 0) {
    writer.add({
      phase: "executing",
      status: "running",
      message: `The output was longer than ${MOST_KEPT_BYTES / 1_048_576} MB: the last ${lost.toLocaleString("en-US")} bytes were read but not kept`,
    });
  }
  const exitCode = leftHanging ? null : await Promise.race([started.exitCode, abandoned.then(() => null)]);
  if (killedBecause)
    return {
      ok: false,
      exitCode,
      message: leftHanging ? `${killedBecause}, but it still holds its output open` : killedBecause,
    };
  return {
    ok: exitCode === 0,
    exitCode,
    message: exitCode === null ? "It was ended by a signal" : `Exit code ${exitCode}`,
  };
}
