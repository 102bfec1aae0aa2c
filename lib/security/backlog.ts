import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";

type Options<T> = {
  name: string;
  /** How many wait at most; what comes beyond is dropped. */
  most: number;
  afterMs: number;
  /** Writes some of what waits, at most `MOST_AT_ONCE`. When it throws, the same are tried again later. */
  write(items: T[]): Promise<void>;
  onDrop?(item: T): void;
};

const MOST_AT_ONCE = 1_000;

/**
 * What is written down a moment later, off the path of the request that it is about: in batches, in bounded memory, and never in the way.
 * While the database is away it waits; when too much waits, the newest is dropped and counted.
 */
export class Backlog<T> {
  private waiting: T[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  dropped = 0;

  constructor(private readonly options: Options<T>) {}

  add(item: T): void {
    if (this.waiting.length >= this.options.most) {
      this.dropped++;
      this.options.onDrop?.(item);
      return;
    }
    this.waiting.push(item);
    this.wait();
  }

  /** Writes what waits now. For the end of a process, and for tests. */
  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null;
    });
    await this.writing;
  }

  private wait(): void {
    if (this.timer || this.writing) return;
    this.timer = setTimeout(() => void this.flush(), this.options.afterMs);
    // Nobody stays up for a log.
    this.timer.unref();
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, MOST_AT_ONCE);
      try {
        await this.options.write(batch);
      } catch (error) {
        logger.warn(
          { log: this.options.name, waiting: this.waiting.length, dropped: this.dropped, error: errorText(error) },
          "A log could not be written; it is tried again",
        );
        setTimeout(() => void this.flush(), this.options.afterMs).unref();
        return;
      }
      this.waiting.splice(0, batch.length);
    }
  }
}
