import { ApiError } from "@/components/api/request";
import type { LiveClient } from "./live-client";
import { isShown, whenShown } from "./shown";

// A storm of events must not become a storm of questions: the more was read of late, the longer the pause before the next read, slowly
// at first. A storm of hours ends at one read every LONGEST_PAUSE_MS, which leaves a person with many tabs within their limit of calls.
const LONGEST_PAUSE_MS = 5_000;
const MOST_COUNTED = 20;
const FORGOTTEN_EVERY_MS = 5_000;

/**
 * A read that events may ask for as often as they like: one at a time, and one more behind it that sees everything. Nothing is read while
 * nobody looks; what was asked for meanwhile is read when somebody comes back. What could not be read is told to the client, which asks again.
 */
export class Refresher {
  private readonly abort = new AbortController();
  private readonly unwatch = whenShown(() => this.isWanted && this.ask());
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isReading = false;
  private isWanted = false;
  private lastStart = 0;
  private recent = 0;

  constructor(
    private readonly client: LiveClient,
    private readonly read: (signal: AbortSignal) => Promise<void>,
    private readonly gapMs = 250,
  ) {}

  readonly ask = (): void => {
    if (this.abort.signal.aborted) return;
    this.isWanted = true;
    if (this.isReading || this.timer !== undefined || !isShown()) return;
    this.timer = setTimeout(this.start, Math.max(0, this.lastStart + this.pauseMs() - Date.now()));
  };

  stop(): void {
    this.abort.abort();
    this.unwatch();
    clearTimeout(this.timer);
    this.client.caughtUp(this.ask);
  }

  private readonly start = async (): Promise<void> => {
    this.timer = undefined;
    if (!isShown()) return;
    this.isWanted = false;
    this.isReading = true;
    this.count();
    try {
      await this.read(this.abort.signal);
      this.client.caughtUp(this.ask);
    } catch (error) {
      if (this.abort.signal.aborted) return;
      if (!(error instanceof ApiError && error.status === 0)) console.warn("A refresh failed", error);
      this.client.fellBehind(this.ask);
    }
    this.isReading = false;
    if (this.isWanted) this.ask();
  };

  private count(): void {
    const now = Date.now();
    const left = Math.max(0, this.recent - (now - this.lastStart) / FORGOTTEN_EVERY_MS);
    this.recent = Math.min(MOST_COUNTED, left + 1);
    this.lastStart = now;
  }

  private pauseMs(): number {
    return Math.max(this.gapMs, LONGEST_PAUSE_MS * (this.recent / MOST_COUNTED) ** 3);
  }
}
