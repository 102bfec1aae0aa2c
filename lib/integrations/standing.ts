import { clock } from "@/lib/platform/clock";
import { prisma, type Tx } from "@/lib/platform/db";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { UNPROVEN } from "./unproven";

const DAY_MS = 86_400_000;

/** How an integration is doing, as far as what it has received and said tells. */
export type Standing = {
  id: string;
  last_received_at: Date | null;
  received_24h: number;
  failed_24h: number;
  refused_24h: number;
  /** Null when the newest of what came and went could be dealt with. */
  problem: string | null;
  heartbeat: { last_beat_at: Date | null; due_at: Date | null; missing_since: Date | null } | null;
};

type Row = Omit<Standing, "problem" | "heartbeat"> & {
  dealt_id: string | null;
  dealt: number;
  bad: number;
  is_newest_bad: boolean;
  bad_problem: string | null;
  word_error: string | null;
  log_id: string | null;
  log_message: string | null;
  is_over_limit: boolean;
  beats: boolean;
  last_beat_at: Date | null;
  due_at: Date | null;
  missing_since: Date | null;
};

/** One good delivery among bad ones says little: so many of the newest are looked at. */
const NEWEST = 10;

/** While it is refused over the limit, that is written at least this often; another web process may still take some in. */
const REFUSING_MS = 30_000;

/** How these integrations are doing, with one query however many they are. Ids rise with time, so that a day is a range of them. */
export async function standingsOf(ids: readonly string[], db: Tx = prisma()): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const now = clock.now().getTime();
  const since = firstIdAt(new Date(now - DAY_MS));
  const lately = firstIdAt(new Date(now - REFUSING_MS));
  const rows = await db.$queryRaw<Row[]>`
    SELECT i.id, newest.received_at AS last_received_at, day.received AS received_24h, day.failed AS failed_24h, day.refused AS refused_24h,
      dealt.*,
      CASE WHEN word.state = 'failed' THEN coalesce(word.last_error, 'no answer') END AS word_error,
      log.id AS log_id, log.message AS log_message,
      coalesce(log.id >= ${lately}::uuid AND log.data ->> 'kind' = 'over_limit', false) AS is_over_limit,
      beat.integration_id IS NOT NULL AS beats, beat.last_beat_at, beat.due_at, beat.missing_since
    FROM integrations AS i
    LEFT JOIN LATERAL (SELECT received_at FROM deliveries
      WHERE integration_id = i.id AND replay_of IS NULL AND NOT jsonb_exists(headers, ${UNPROVEN})
      ORDER BY id DESC LIMIT 1) newest ON true
    CROSS JOIN LATERAL (
      WITH newest AS (
        SELECT id, replay_of, row_number() OVER (ORDER BY id DESC) AS place, coalesce(problem, state) AS problem,
          state IN ('unreadable', 'failed') OR (state = 'processed' AND problem IS NOT NULL) AS is_bad
        FROM deliveries WHERE integration_id = i.id AND state <> 'waiting' ORDER BY id DESC LIMIT ${NEWEST}),
      bad AS (
        -- What a replay has settled is settled.
        SELECT * FROM newest WHERE is_bad AND (place = 1 OR id >= ${since}::uuid)
          AND NOT EXISTS (SELECT 1 FROM newest AS replay WHERE replay.replay_of = newest.id AND NOT replay.is_bad))
      SELECT (SELECT id FROM newest WHERE place = 1) AS dealt_id, (SELECT count(*)::int FROM newest) AS dealt,
        (SELECT count(*)::int FROM bad) AS bad, EXISTS (SELECT 1 FROM bad WHERE place = 1) AS is_newest_bad,
        (SELECT problem FROM bad ORDER BY place LIMIT 1) AS bad_problem) dealt
    CROSS JOIN LATERAL (SELECT
      (SELECT count(*)::int FROM deliveries WHERE integration_id = i.id AND id >= ${since}::uuid) -
      (SELECT count(*)::int FROM deliveries WHERE integration_id = i.id AND id >= ${since}::uuid AND replay_of IS NOT NULL) -
      -- Only there can a test prove nothing, and only there is the table read for it.
      CASE WHEN i.source = 'cloudwatch' THEN (SELECT count(*)::int FROM deliveries WHERE integration_id = i.id AND id >= ${since}::uuid
        AND replay_of IS NULL AND jsonb_exists(headers, ${UNPROVEN})) ELSE 0 END AS received,
      (SELECT count(*)::int FROM deliveries
        WHERE integration_id = i.id AND id >= ${since}::uuid AND state IN ('unreadable', 'failed')) +
      (SELECT count(*)::int FROM deliveries
        WHERE integration_id = i.id AND id >= ${since}::uuid AND state = 'processed' AND problem IS NOT NULL) AS failed,
      (SELECT coalesce(sum((data ->> 'refused')::int), 0)::int FROM integration_log
        WHERE integration_id = i.id AND id >= ${since}::uuid AND level = 'error' AND jsonb_exists(data, 'refused')) AS refused) day
    LEFT JOIN LATERAL (SELECT state, last_error FROM word_backs
      WHERE integration_id = i.id AND state IN ('sent', 'failed') ORDER BY created_at DESC LIMIT 1) word ON true
    LEFT JOIN LATERAL (SELECT id, message, data FROM integration_log
      WHERE integration_id = i.id AND level = 'error' AND id >= ${since}::uuid ORDER BY id DESC LIMIT 1) log ON true
    LEFT JOIN heartbeats beat ON beat.integration_id = i.id
    WHERE i.id = ANY (${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.id, standingOf(row)]));
}

function standingOf(row: Row): Standing {
  const { id, last_received_at, received_24h, failed_24h, refused_24h, last_beat_at, due_at, missing_since } = row;
  // What was refused at the door is in the log only; a delivery that was dealt with afterwards has settled it.
  const isNewest = row.log_id !== null && (row.dealt_id === null || row.log_id > row.dealt_id);
  const refused = isNewest || row.is_over_limit ? row.log_message : null;
  const silent = missing_since && `It has not called since ${(last_beat_at ?? missing_since).toISOString()}`;
  const unsaid = row.word_error && `The source could not be told: ${row.word_error}`;
  return {
    id,
    last_received_at: last_beat_at ?? last_received_at,
    received_24h,
    failed_24h,
    refused_24h,
    problem: silent ?? undealt(row) ?? refused ?? unsaid,
    heartbeat: row.beats ? { last_beat_at, due_at, missing_since } : null,
  };
}

function undealt({ dealt, bad, is_newest_bad: isNewestBad, bad_problem: problem }: Row): string | null {
  if (bad === 0 || (bad === 1 && isNewestBad)) return problem;
  return `${bad} of the newest ${dealt} deliveries could not be read or dealt with; the last of them: ${problem}`;
}
