import { secretsOfWatched } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { inTransaction } from "@/lib/platform/db";
import { redact } from "@/lib/platform/redact";
import type { Command } from "../catalog/action";
import type { Started } from "../executors/executor";
import { Fenced } from "./fenced";
import { intend, type Step } from "./intend";
import { OutputLines } from "./output-lines";
import { type ActionRecord, recordAction } from "./record-action";
import { Cancelled, markOf, Refused, type Run, wordsOfError } from "./run";
import { stopWhenAsked } from "./stop-when-asked";
import { Transcript } from "./transcript";

/** Output beyond this is read and counted, but not kept: a runaway command must not fill the database. */
const MOST_KEPT_BYTES = 16 * 1_048_576;
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
    .catch((error: unknown) => `The command could not be started: ${wordsOfError(run, error)}`);
  const ending =
    typeof started === "string"
      ? { ok: false, exitCode: null, message: started }
      : await follow(run, started, command, transcript).catch(async (error: unknown) => {
          // Nobody follows it any more, so it must not run on: whoever settles the execution looks at what it did.
          await started.kill?.();
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
  if (lease.cancelled.aborted) throw new Cancelled(String(lease.cancelled.reason), ending.message);
  return ending;
}

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

/** Reads the output to its end, or until the command was to be ended and does not let go of it. */
async function follow(run: Run, started: Started, command: Command, transcript: Transcript): Promise<CommandResult> {
  const { writer, lease } = run;
  const stopping = stopWhenAsked(run, started, command.timeoutMs);
  const secrets = secretsOfWatched(run.watched);
  const lines = { stdout: new OutputLines(secrets), stderr: new OutputLines(secrets) };
  const keep = (stream: "stdout" | "stderr", text: string[]) => {
    const kept = transcript.add(stream, text, MOST_KEPT_BYTES);
    writer.addOutput(stream, kept);
  };
  const output = started.output[Symbol.asyncIterator]();
  let isLeftHanging = false;
  try {
    for (;;) {
      const next = await Promise.race([output.next(), stopping.gaveUp]);
      if (next === "gave up") {
        isLeftHanging = true;
        break;
      }
      if (next.done) break;
      keep(next.value.stream, lines[next.value.stream].push(next.value.data));
      await writer.room();
    }
  } finally {
    stopping.over();
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
  const exitCode = isLeftHanging ? null : await Promise.race([started.exitCode, stopping.gaveUp.then(() => null)]);
  const stopped = stopping.words(isLeftHanging);
  if (stopped) return { ok: false, exitCode, message: stopped };
  const problem = isLeftHanging ? null : await started.problem;
  if (problem) return { ok: false, exitCode, message: redact(problem, secrets) };
  return judge(command, exitCode, transcript);
}

/** By its exit code and, where the program says what went wrong with code 0 as redis-cli does, by its answer. */
function judge(command: Command, exitCode: number | null, transcript: Transcript): CommandResult {
  if (exitCode === null) return { ok: false, exitCode, message: "It was ended by a signal" };
  if (exitCode !== 0) {
    const why = lastLine(transcript.text("stderr"));
    return { ok: false, exitCode, message: `Exit code ${exitCode}${why && `: ${why}`}` };
  }
  const answer = lastLine(transcript.text("stdout"));
  if (command.kind === "run" && command.answer && !command.answer.test(answer))
    return { ok: false, exitCode, message: `It answered: ${answer || "nothing"}` };
  return { ok: true, exitCode, message: `Exit code ${exitCode}` };
}

const MOST_QUOTED = 300;
const lastLine = (text: string): string => (text.trimEnd().split("\n").at(-1) ?? "").trim().slice(0, MOST_QUOTED);
