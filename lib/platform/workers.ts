import { pool } from "./db";

// Everything here goes by the clock of Postgres, the only one that all processes share.

/** How often a worker says that it lives, and after what silence it is no longer taken to. */
export const BEAT_MS = 2_000;
export const SILENT_MS = 10_000;

const FORGOTTEN_AFTER = "1 day";
/** What was at something before then has long been taken for dead by its own silence. */
const LATELY = "10 minutes";

export type WorkerIdentity = { id: string; hostName: string; version: string };

/** Says that this worker lives, and forgets the ones that have been gone for a day. */
export async function beat({ id, hostName, version }: WorkerIdentity): Promise<void> {
  await pool().query({
    name: "worker-beat",
    text: `WITH forgotten AS (DELETE FROM workers WHERE seen_at < now() - interval '${FORGOTTEN_AFTER}' AND id <> $1)
      INSERT INTO workers (id, host_name, version, started_at, seen_at) VALUES ($1, $2, $3, now(), now())
      ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
    values: [id, hostName, version],
  });
}

/** Says that this worker ends because it was asked to. */
export async function sayGoodbye(id: string): Promise<void> {
  await pool().query("UPDATE workers SET seen_at = now(), stopped_at = now() WHERE id = $1", [id]);
}

/** The workers, by id, that have lately ended or gone silent. */
export async function silentWorkers(): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>({
    name: "silent-workers",
    text: `SELECT id FROM workers WHERE (stopped_at IS NOT NULL OR seen_at < now() - make_interval(secs => $1))
      AND seen_at > now() - interval '${LATELY}'`,
    values: [SILENT_MS / 1_000],
  });
  return rows.map(({ id }) => id);
}

export type Watch = {
  /** Workers that live right now. */
  alive: number;
  /** When any worker was last seen, and how many seconds ago; null when none was within the last day. */
  lastSeenAt: Date | null;
  lastSeenSeconds: number | null;
};

/** Whether anybody watches: how many workers live, and when the last one was seen. */
export async function watchOfWorkers(): Promise<Watch> {
  const { rows } = await pool().query<{ alive: number; at: Date | null; seconds: number | null }>({
    name: "watch-of-workers",
    text: `SELECT (count(*) FILTER (WHERE stopped_at IS NULL AND seen_at > now() - make_interval(secs => $1)))::int AS alive,
      max(seen_at) AS at, extract(epoch FROM now() - max(seen_at))::float8 AS seconds FROM workers`,
    values: [SILENT_MS / 1_000],
  });
  const { alive = 0, at = null, seconds = null } = rows[0] ?? {};
  // A beat may have begun after this question did.
  return { alive, lastSeenAt: at, lastSeenSeconds: seconds === null ? null : Math.max(0, seconds) };
}
