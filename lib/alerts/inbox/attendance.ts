import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";

// Who was not there to hear a call cannot say that none came.

/** How often a web process says that it takes calls in, and after what silence nobody is taken to. */
export const ATTEND_MS = 2_000;
const ABSENT_MS = 10_000;

/** Says that this process takes in webhooks and calls. Rejects when the database is away: calls cannot be noted then, either. */
export async function attend(): Promise<void> {
  await pool().query({
    name: "attend",
    text: `INSERT INTO attendance AS known (since, seen_at) VALUES ($1::timestamptz(3), $1::timestamptz(3))
      ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at,
        since = CASE WHEN known.seen_at < excluded.seen_at - make_interval(secs => $2) THEN excluded.since
          ELSE least(known.since, excluded.since) END`,
    values: [clock.now(), ABSENT_MS / 1_000],
  });
}

/** Since when calls have been heard without a gap; null when nobody hears any now. */
export async function attendedSince(): Promise<Date | null> {
  const { rows } = await pool().query<{ since: Date }>({
    name: "attended-since",
    text: "SELECT since FROM attendance WHERE seen_at >= $1::timestamptz(3) - make_interval(secs => $2)",
    values: [clock.now(), ABSENT_MS / 1_000],
  });
  return rows[0]?.since ?? null;
}
