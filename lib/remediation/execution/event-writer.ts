import { wakeOutput } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { pool } from "@/lib/platform/db";
import type { ExecutionEvent } from "../contract";
import { Fenced } from "./fenced";

export type NewEvent = Pick<ExecutionEvent, "phase" | "status"> & Partial<Omit<ExecutionEvent, "seq" | "at">>;
type Pending = NewEvent & { seq: number; at: Date };

// One event carries lines up to this size, so that 100,000 lines are some hundreds of rows.
const EVENT_BYTES = 16_384;
const BATCH = 200;
// Reading stops while this much waits to be stored: a command that prints faster than Postgres writes is slowed down, not buffered.
const MOST_WAITING_BYTES = 2_000_000;
// Events gather this long before they are written together. Output after a silence does not wait, and takes what has gathered along:
// that line is what somebody waits for.
const GATHER_MS = 20;

/**
 * Appends to an execution's events under one epoch: sequence numbers without gaps, in batches, each batch all or nothing. A writer whose
 * epoch is over gets `Fenced` and has written nothing.
 */
export class EventWriter {
  private pending: Pending[] = [];
  private waitingBytes = 0;
  private lastSeq: number;
  private writing: Promise<void> | undefined;
  private failure: unknown;
  private outputWrittenAt = 0;
  private isFlushing = false;
  private gathering: AbortController | undefined;

  constructor(
    private readonly execution: { id: string; epoch: number; lastSeq: number },
    private readonly signal: AbortSignal,
  ) {
    this.lastSeq = execution.lastSeq;
  }

  add(event: NewEvent): void {
    this.lastSeq += 1;
    this.pending.push({ ...event, seq: this.lastSeq, at: clock.now() });
    this.waitingBytes += event.text?.length ?? 0;
    this.kick();
  }

  /** Lines of output. Joins the event before when that is of the same stream, still unwritten and not full. */
  addOutput(stream: "stdout" | "stderr", lines: string[]): void {
    if (lines.length === 0) return;
    const text = lines.join("\n");
    const last = this.pending.at(-1);
    if (last?.stream === stream && last.text != null && last.text.length + text.length < EVENT_BYTES) {
      last.text += `\n${text}`;
      this.waitingBytes += text.length + 1;
      return;
    }
    this.add({ phase: "executing", status: "running", stream, text });
    if (this.isDue()) this.gathering?.abort();
  }

  /** Resolves when there is room for more output. */
  async room(): Promise<void> {
    while (this.waitingBytes > MOST_WAITING_BYTES && this.writing) await this.writing;
    if (this.failure) throw this.failure;
  }

  /** Resolves when everything added so far is committed. Throws `Fenced`, or what else stopped the writing. */
  async flush(): Promise<void> {
    this.isFlushing = true;
    this.gathering?.abort();
    while (this.writing) await this.writing;
    this.isFlushing = false;
    if (this.failure) throw this.failure;
  }

  /** The number the next event gets; for the one that is written together with the final state. */
  get nextSeq(): number {
    return this.lastSeq + 1;
  }

  private kick(): void {
    if (this.writing || this.failure) return;
    this.writing = this.drain().finally(() => {
      this.writing = undefined;
      if (this.pending.length > 0) this.kick();
    });
  }

  private async drain(): Promise<void> {
    // What is added in this same moment belongs to the first batch too.
    await Promise.resolve();
    try {
      while (this.pending.length > 0) {
        if (this.pending.length < BATCH && !this.isDue()) await this.gather();
        const batch = this.pending.splice(0, BATCH);
        await untilDatabaseAnswers(() => this.write(batch), this.signal);
        this.waitingBytes -= batch.reduce((sum, event) => sum + (event.text?.length ?? 0), 0);
        wakeOutput(this.execution.id);
        if (batch.some(({ stream }) => stream)) this.outputWrittenAt = clock.now().getTime();
      }
    } catch (error) {
      this.failure = error;
      this.pending = [];
    }
  }

  private isDue(): boolean {
    const isSilent = clock.now().getTime() - this.outputWrittenAt >= GATHER_MS;
    return this.isFlushing || (isSilent && this.pending.some(({ stream }) => stream));
  }

  private async gather(): Promise<void> {
    this.gathering = new AbortController();
    // Rejected when it is cut short, which is what it is for.
    await clock.sleep(GATHER_MS, this.gathering.signal).catch(() => {});
    this.gathering = undefined;
  }

  private async write(batch: Pending[]): Promise<void> {
    const { id, epoch } = this.execution;
    const first = batch[0]?.seq ?? 0;
    const last = batch.at(-1);
    const column = <Key extends keyof Pending>(key: Key) => batch.map((event) => event[key] ?? null);
    const { rowCount } = await pool().query({
      name: "append-execution-events",
      text: `WITH mine AS (
          UPDATE executions SET last_seq = $3, phase = $4
          WHERE id = $1 AND epoch = $2 AND last_seq = $5 AND state IN ('running', 'verifying', 'unknown') RETURNING id
        )
        INSERT INTO execution_events (execution_id, seq, at, phase, status, message, command, stream, text, exit_code, duration_ms, health, health_before, health_after)
        SELECT mine.id, e.* FROM mine, unnest($6::int[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
          $14::int[], $15::float8[], $16::float8[], $17::float8[], $18::float8[]) AS e`,
      values: [
        id,
        epoch,
        last?.seq,
        last?.phase,
        first - 1,
        column("seq"),
        column("at"),
        column("phase"),
        column("status"),
        column("message"),
        column("command"),
        column("stream"),
        column("text"),
        column("exit_code"),
        column("duration_ms"),
        column("health"),
        column("health_before"),
        column("health_after"),
      ],
    });
    if (rowCount === batch.length) return;
    // Nothing was written: either this batch was committed before and the answer was lost, or somebody else has the execution now.
    const { rows } = await pool().query<{ epoch: number; last_seq: number }>(
      "SELECT epoch, last_seq FROM executions WHERE id = $1",
      [id],
    );
    if (rows[0]?.epoch !== epoch || rows[0].last_seq !== last?.seq) throw new Fenced();
  }
}
