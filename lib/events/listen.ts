import pg from "pg";
import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import type { DomainEvent, EventType } from "./contract";
import { type Dated, readNote } from "./note";
import { channels } from "./wake";

export type Listener = { close(): Promise<void> };

export type Handlers = {
  /** Events that committed since the last call, each exactly once per listener, oldest first. */
  onEvents?(events: DomainEvent[]): Promise<void>;
  /** Output was written for this execution. May be called for nothing. */
  onOutput?(executionId: string): void;
  /**
   * Events were written. Called at once, before they are read, for whoever looks for himself; may be called for nothing, or not at all.
   * `types`: which, where the note says so.
   */
  onWake?(types: readonly EventType[] | null): void;
  /** Deliveries came in. May be called for nothing, or not at all. */
  onInbox?(): void;
  /** The connection to Postgres was lost and is back: output may have been missed, so whoever follows should look again. */
  onReconnect(): void;
};

const POLL_MS = 1_000;
// Transactions get their ids before they commit, so a lower id can appear after a higher one. The listener looks back this far and
// remembers what it has delivered; no transaction of the product may last longer (see `inTransaction`).
const LOOK_BACK_MS = 30_000;
// Most commit soon after they got theirs. What does not is found by the next look as far back, a second later at most: in a storm, each of
// a hundred wake-ups a second would read the same thousands of rows again.
const LOOK_BACK_WHEN_WOKEN_MS = 2_000;

type Row = { id: string; organization_id: string; type: EventType; subject_id: string; at: Date };

const datedOf = ({ id, organization_id, type, subject_id, at }: Row): Dated => ({
  event: { id: Number(id), organizationId: organization_id, type, subjectId: subject_id },
  at: at.getTime(),
});

/** Listens to the outbox from now on: woken by NOTIFY, and by a poll each second for wake-ups that were lost. */
export function listen(handlers: Handlers): Listener {
  const stop = new AbortController();
  const seen = new Map<number, number>();
  const startedAt = clock.now();
  let wakeUp: (() => void) | undefined;
  let woken = false;
  let lookedFarAt = 0;
  // What notes said and nobody was told yet.
  const noted: Dated[] = [];

  function hear(note: string): void {
    const events = note === "" ? null : readNote(note);
    handlers.onWake?.(events?.map(({ event }) => event.type) ?? null);
    if (!handlers.onEvents) return;
    if (events) noted.push(...events);
    else woken = true;
    wakeUp?.();
  }

  async function look(): Promise<void> {
    if (!handlers.onEvents) {
      woken = false;
      return;
    }
    await tell(noted.splice(0));
    const now = clock.now().getTime();
    const isFar = now - lookedFarAt >= POLL_MS;
    if (!woken && !isFar) return;
    woken = false;
    if (isFar) lookedFarAt = now;
    const since = Math.max(startedAt.getTime(), now - (isFar ? LOOK_BACK_MS : LOOK_BACK_WHEN_WOKEN_MS));
    const { rows } = await pool().query<Row>(
      "SELECT id, organization_id, type, subject_id, at FROM events WHERE at >= $1 ORDER BY id",
      [new Date(since)],
    );
    if (isFar) for (const [id, at] of seen) if (at < since) seen.delete(id);
    await tell(rows.map(datedOf));
  }

  async function tell(events: Dated[]): Promise<void> {
    const fresh = events.filter(({ event }) => !seen.has(event.id));
    for (const { event, at } of fresh) seen.set(event.id, at);
    if (fresh.length > 0) await handlers.onEvents?.(fresh.map(({ event }) => event));
  }

  async function follow(): Promise<void> {
    const client = new pg.Client({
      connectionString: env().DATABASE_URL,
      application_name: "nightshift listener",
      keepAlive: true,
    });
    const lost = new Promise<never>((_, reject) => {
      client.on("error", reject);
      client.on("end", () => reject(new Error("the connection was closed")));
    });
    lost.catch(() => {});
    try {
      await client.connect();
      client.on("notification", ({ channel, payload }) => {
        if (channel === channels.output) handlers.onOutput?.(payload ?? "");
        else if (channel === channels.inbox) handlers.onInbox?.();
        else hear(payload ?? "");
      });
      // Nobody is woken for what he has no ear for.
      const heard = [
        channels.outbox,
        ...(handlers.onOutput ? [channels.output] : []),
        ...(handlers.onInbox ? [channels.inbox] : []),
      ];
      await client.query(heard.map((channel) => `LISTEN ${channel}`).join("; "));
      handlers.onReconnect();
      woken = true;
      while (!stop.signal.aborted) {
        await Promise.race([look(), lost]);
        if (woken || noted.length > 0) continue;
        const rest = new AbortController();
        wakeUp = () => rest.abort();
        const poll = clock.sleep(POLL_MS, AbortSignal.any([rest.signal, stop.signal])).then(
          () => {
            woken = true;
          },
          () => {},
        );
        await Promise.race([poll, lost]);
        wakeUp = undefined;
      }
    } finally {
      client.removeAllListeners("end");
      await client
        .end()
        .catch((error) => logger.debug({ error: errorText(error) }, "The listener's connection was already gone"));
    }
  }

  const running = (async () => {
    let waitMs = 100;
    while (!stop.signal.aborted) {
      const began = clock.now().getTime();
      try {
        await follow();
      } catch (error) {
        if (stop.signal.aborted) return;
        logger.warn({ error: errorText(error) }, "The outbox listener lost Postgres; trying again");
        waitMs = clock.now().getTime() - began > 10_000 ? 100 : Math.min(waitMs * 2, 2_000);
        await clock.sleep(waitMs, stop.signal).catch(() => {});
      }
    }
  })();

  return {
    async close() {
      stop.abort();
      await running;
    },
  };
}
