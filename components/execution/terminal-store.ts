import type { ExecutionEvent, ExecutionView, Phase } from "@/lib/remediation/contract";
import { type Line, linesOf } from "./lines";

type Applied = "taken" | "gap";
export type PhaseStatus = ExecutionEvent["status"];

/** Calls `work` before the next frame is painted; a tab that is not shown has no frames, and needs none. */
const nextFrame = (work: () => void): void => {
  if (typeof requestAnimationFrame === "function") requestAnimationFrame(work);
  else setTimeout(work, 16);
};

/**
 * The lines of one execution, outside React: a hundred thousand of them must cost nothing until they are looked at. Events are taken in
 * order and once, whatever the network repeats; React hears of them at most once per frame.
 */
export class TerminalStore {
  readonly lines: Line[] = [];
  lastSeq = 0;
  startedAt: string | null = null;
  execution: ExecutionView | null = null;
  /** Why the output cannot be shown now, in the server's words. */
  problem: string | null = null;
  readonly phases = new Map<Phase, PhaseStatus>();
  private version = 0;
  private isNoticeDue = false;
  private hasRun = false;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly schedule: (work: () => void) => void = nextFrame) {}

  /** Takes consecutive events. Those that are here already are dropped; when one is missing nothing after it is taken: ask again. */
  apply(events: readonly ExecutionEvent[]): Applied {
    for (const event of events) {
      if (event.seq <= this.lastSeq) continue;
      if (event.seq !== this.lastSeq + 1) return "gap";
      this.lastSeq = event.seq;
      this.startedAt ??= event.at;
      for (const line of linesOf(event, this.hasRun)) this.lines.push(line);
      this.enter(event);
      this.changed();
    }
    return "taken";
  }

  setExecution(execution: ExecutionView): void {
    this.execution = execution;
    this.problem = null;
    this.changed();
  }

  setProblem(problem: string): void {
    this.problem = problem;
    this.changed();
  }

  /** Everything, as it would stand in a file. */
  text(): string {
    return this.lines.map(({ kind, text }) => (kind === "command" ? `$ ${text}` : text)).join("\n");
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly getVersion = (): number => this.version;

  private enter(event: ExecutionEvent): void {
    // A second command (fallback, undo) walks the phases again: what lies ahead of it is open once more.
    if (event.phase === "command" && this.hasRun) {
      for (const phase of ["executing", "result", "verifying", "verification"] as const) this.phases.delete(phase);
    }
    if (event.phase === "command") this.hasRun = true;
    this.phases.set(event.phase, event.status);
  }

  private changed(): void {
    this.version++;
    if (this.isNoticeDue) return;
    this.isNoticeDue = true;
    this.schedule(() => {
      this.isNoticeDue = false;
      for (const listener of this.listeners) listener();
    });
  }
}
