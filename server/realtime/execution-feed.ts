import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { EVENTS_AT_ONCE, readExecutionNews } from "@/lib/remediation";
import type { ExecutionEvent, ExecutionView } from "@/lib/remediation/contract";

// At most 20 frames in any second to each browser: some at once after a silence, so that the first line of a command does not wait for
// its turn, and then one at a time. BURST + 1000 / EVERY_MS is 20.
const BURST = 8;
const EVERY_MS = 84;
const AFTER_LEASE_MS = 250;
const AGAIN_AFTER_MS = 1_000;

export type Frame = { execution: ExecutionView; events: ExecutionEvent[] };
type Follower = { cursor: number; send(frame: Frame): void };

/**
 * Everybody who follows one execution through this process. Each follower has a cursor of its own, so that whoever comes late is
 * replayed from where they are, while one read from the database serves all who are at the same place.
 */
export class ExecutionFeed {
  private readonly followers = new Map<string, Follower>();
  private pumping = false;
  private wanted = false;
  private credit = BURST;
  private creditedAt = clock.now().getTime();
  private leaseEnd: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ctx: Ctx,
    private readonly executionId: string,
  ) {}

  follow(socketId: string, after: number, send: Follower["send"]): void {
    this.followers.set(socketId, { cursor: after, send });
    this.wake();
  }

  unfollow(socketId: string): void {
    this.followers.delete(socketId);
    if (this.isEmpty) clearTimeout(this.leaseEnd);
  }

  get isEmpty(): boolean {
    return this.followers.size === 0;
  }

  /** There may be something new. Wishes that come while a frame is on its way share the next one. */
  wake(): void {
    this.wanted = true;
    if (this.pumping) return;
    void this.pump();
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    while (this.wanted && !this.isEmpty) {
      await this.turn();
      this.wanted = false;
      try {
        await this.send();
      } catch (error) {
        logger.warn({ executionId: this.executionId, error: errorText(error) }, "Events could not be read; soon again");
        // Not at the next wake-up: after the last event of a run there is none, and its end would never be shown.
        await clock.sleep(AGAIN_AFTER_MS);
        this.wanted = true;
      }
    }
    this.pumping = false;
  }

  private async send(): Promise<void> {
    const from = Math.min(...[...this.followers.values()].map((follower) => follower.cursor));
    const { execution, events, leaseLeftMs } = await readExecutionNews(this.ctx, this.executionId, from);
    this.lookAfter(events.length > 0 ? leaseLeftMs : null);
    for (const follower of this.followers.values()) {
      const news = events.filter((event) => event.seq > follower.cursor);
      // Someone far behind is caught up by the reads to come; never skip over what was not in this one.
      if (news.length > 0 && news[0]?.seq !== follower.cursor + 1) continue;
      follower.cursor = news.at(-1)?.seq ?? follower.cursor;
      follower.send({ execution, events: news });
    }
    if (events.length === EVENTS_AT_ONCE) this.wanted = true;
  }

  /** A worker that dies says nothing any more, so nothing wakes this: its lease is looked at once more when it must have been renewed. */
  private lookAfter(leaseLeftMs: number | null): void {
    if (leaseLeftMs === null || this.isEmpty) return;
    clearTimeout(this.leaseEnd);
    this.leaseEnd = setTimeout(() => this.wake(), Math.max(0, leaseLeftMs) + AFTER_LEASE_MS).unref();
  }

  /** Resolves when another frame may be sent. */
  private async turn(): Promise<void> {
    this.earn();
    if (this.credit < 1) {
      await clock.sleep(Math.ceil((1 - this.credit) * EVERY_MS));
      this.earn();
    }
    this.credit -= 1;
  }

  private earn(): void {
    const now = clock.now().getTime();
    this.credit = Math.min(BURST, this.credit + (now - this.creditedAt) / EVERY_MS);
    this.creditedAt = now;
  }
}
