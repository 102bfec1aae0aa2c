import type { Scenario } from "../scenario";
import { until } from "../until";
import { APPLICATION, type PracticePostgres } from "./practice-postgres";
import { isTooMany, ROLE, type Session } from "./sessions";

const WAITERS = 9;
const BLOCKER = "nightly-migration";

/** One transaction holds a lock on a table and does nothing; the application's statements queue behind it. */
export function lockPileup(postgres: PracticePostgres): Scenario {
  let blocker: Session | null = null;
  const waiters = new Set<Session>();

  /** A new session or, when there is no free place, one of those that are held idle: they belong to the application too. */
  async function obtain(applicationName: string): Promise<Session> {
    try {
      return await postgres.openSession(applicationName);
    } catch (error) {
      const idle = [...postgres.held].find((session) => session.isOpen);
      if (!idle || !isTooMany(error)) throw error;
      postgres.held.delete(idle);
      await idle.client.query("SELECT set_config('application_name', $1, false)", [applicationName]);
      return idle;
    }
  }

  async function block(): Promise<void> {
    if (blocker?.isOpen) return;
    blocker = await obtain(BLOCKER);
    await blocker.client.query(
      "CREATE TABLE IF NOT EXISTS orders (id integer PRIMARY KEY, status text NOT NULL DEFAULT 'new')",
    );
    await blocker.client.query("INSERT INTO orders (id) SELECT generate_series(1, 1000) ON CONFLICT (id) DO NOTHING");
    await blocker.client.query("BEGIN");
    await blocker.client.query("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
  }

  async function queueUp(order: number): Promise<void> {
    const session = await obtain(APPLICATION);
    waiters.add(session);
    const statement = session.client.query("UPDATE orders SET status = 'paid' WHERE id = $1", [order]);
    // Not awaited: it ends when the lock is released or its session is terminated, and then the application hangs up.
    void Promise.allSettled([statement]).then(async () => {
      waiters.delete(session);
      await session.close();
    });
  }

  const countWaiting = () =>
    postgres.asSuperuser(async (client) => {
      const waiting = await client.query(
        "SELECT FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock' AND cardinality(pg_blocking_pids(pid)) > 0",
        [ROLE],
      );
      return waiting.rowCount ?? 0;
    });

  return {
    id: "lock-pileup",
    title: "Pile up behind a lock",
    description: "One transaction locks a table and goes idle; nine sessions of the application wait behind it.",
    inject: async () => {
      await block();
      for (let order = waiters.size + 1; order <= WAITERS; order++) {
        // Behind nobody they would not wait, and nobody could heal what is being injected without end.
        if (!blocker?.isOpen) throw new Error("The session that holds the lock was ended meanwhile");
        await queueUp(order);
      }
      await until(async () => (await countWaiting()) >= WAITERS, {
        what: "The sessions did not queue up",
        timeoutMs: 10_000,
      });
    },
    letGo: async () => {
      const held = blocker;
      blocker = null;
      await held?.close();
      // The queue drains by itself once the lock is gone; `heal` ends what does not.
    },
    heal: () => postgres.endSessions(),
    // A statement that is still out is one that waits. Asking Postgres would take one of the few reserved connections each time.
    isActive: async () => waiters.size > 0,
  };
}
