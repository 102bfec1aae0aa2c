import { get, wordsOf } from "@/components/api/request";
import type { LiveClient } from "@/components/live/live-client";
import { isShown } from "@/components/live/shown";
import type { ServerEvents } from "@/lib/realtime/contract";
import { type ExecutionEvent, type ExecutionView, isFinal } from "@/lib/remediation/contract";
import type { TerminalStore } from "./terminal-store";

const POLL_MS = 2_000;
const ANSWER_WITHIN_MS = 8_000;

type EventsPage = { items: ExecutionEvent[]; last_seq: number; execution: ExecutionView };

/**
 * Fills a store with everything one execution says: from the first event, over the socket while it is there, over the API while it is
 * not. After a reconnect, when an event is missing, or when it was refused, it asks again from the last one that arrived.
 */
export class Follower {
  private readonly abort = new AbortController();
  private unwatch: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isAsking = false;

  constructor(
    private readonly client: LiveClient,
    private readonly executionId: string,
    private readonly store: TerminalStore,
  ) {}

  start(): void {
    this.client.socket.on("execution:event", this.onFrame);
    this.unwatch = this.client.onCatchUp(this.ask);
    this.timer = setTimeout(this.poll, POLL_MS);
  }

  stop(): void {
    this.abort.abort();
    clearTimeout(this.timer);
    this.unwatch?.();
    this.client.caughtUp(this.ask);
    this.client.socket.off("execution:event", this.onFrame);
    if (this.client.socket.connected) this.client.socket.emit("execution:unfollow", { executionId: this.executionId });
  }

  private readonly onFrame: ServerEvents["execution:event"] = ({ execution, events }) => {
    if (execution.id !== this.executionId) return;
    const applied = this.store.apply(events);
    this.store.setExecution(execution);
    if (applied === "gap") this.ask();
  };

  /** Asks the server to send what is missing and to go on from there. When that is refused or late, the client has it asked again. */
  private readonly ask = (): void => {
    const { socket } = this.client;
    if (!socket.connected || this.isAsking) return;
    this.isAsking = true;
    const request = { executionId: this.executionId, after: this.store.lastSeq };
    socket.timeout(ANSWER_WITHIN_MS).emit("execution:follow", request, (late, answer) => {
      this.isAsking = false;
      if (this.abort.signal.aborted) return;
      if (late || !answer.ok) this.client.fellBehind(this.ask);
      else this.client.caughtUp(this.ask);
      if (late) return;
      if (answer.ok) this.store.setExecution(answer.execution);
      else this.store.setProblem(answer.error);
    });
  };

  private readonly poll = async (): Promise<void> => {
    if (!this.client.socket.connected && isShown() && !this.isComplete()) {
      try {
        await this.read();
      } catch (error) {
        if (!this.abort.signal.aborted) this.store.setProblem(wordsOf(error));
      }
    }
    if (!this.abort.signal.aborted) this.timer = setTimeout(this.poll, POLL_MS);
  };

  private async read(): Promise<void> {
    for (;;) {
      const path = `/executions/${this.executionId}/events?after=${this.store.lastSeq}`;
      const { items, execution } = await get<EventsPage>(path, this.abort.signal);
      this.store.apply(items);
      if (items.length > 0) continue;
      this.store.setExecution(execution);
      return;
    }
  }

  /** Final and read to the end: nothing more can come. */
  private isComplete(): boolean {
    const { execution, phases } = this.store;
    return execution !== null && isFinal(execution.state) && (phases.has("complete") || phases.has("error"));
  }
}
