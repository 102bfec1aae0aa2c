import { clock } from "@/lib/platform/clock";
import { prisma, type Tx } from "@/lib/platform/db";
import { firstIdAt } from "@/lib/platform/first-id-at";

const DAY_MS = 86_400_000;

/** How an integration is doing, as far as what it has received and said tells. */
export type Standing = {
  id: string;
  last_received_at: Date | null;
  received_24h: number;
  failed_24h: number;
  /** Null when the newest of what came and went could be dealt with. */
  problem: string | null;
  heartbeat: { last_beat_at: Date | null; due_at: Date | null; missing_since: Date | null } | null;
};

type Row = Omit<Standing, "problem" | "heartbeat"> & {
  dealt_id: string | null;
  dealt_problem: string | null;
  word_error: string | null;
  log_id: string | null;
  log_message: string | null;
  beats: boolean;
  last_beat_at: Date | null;
  due_at: Date | null;
  missing_since: Date | null;
};

/** How these integrations are doing, with one query however many they are. Ids rise with time, so that a day is a range of them. */
export async function standingsOf(ids: readonly string[], db: Tx = prisma()): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const since = firstIdAt(new Date(clock.now().getTime() - DAY_MS));
  const rows = await db.$queryRaw<Row[]>`
    SELECT i.id, newest.received_at AS last_received_at, day.received AS received_24h, day.failed AS failed_24h,
      dealt.id AS dealt_id, CASE WHEN dealt.state IN ('unreadable', 'failed') THEN coalesce(dealt.problem, dealt.state) END AS dealt_problem,
      CASE WHEN word.state = 'failed' THEN coalesce(word.last_error, 'no answer') END AS word_error,
      log.id AS log_id, log.message AS log_message,
      beat.integration_id IS NOT NULL AS beats, beat.last_beat_at, beat.due_at, beat.missing_since
    FROM unnest(${ids}::uuid[]) AS i(id)
    LEFT JOIN LATERAL (SELECT received_at FROM deliveries
      WHERE integration_id = i.id AND replay_of IS NULL ORDER BY id DESC LIMIT 1) newest ON true
    LEFT JOIN LATERAL (SELECT id, state, problem FROM deliveries
      WHERE integration_id = i.id AND state <> 'waiting' ORDER BY id DESC LIMIT 1) dealt ON true
    CROSS JOIN LATERAL (SELECT
      (SELECT count(*)::int FROM deliveries WHERE integration_id = i.id AND id >= ${since}::uuid) -
      (SELECT count(*)::int FROM deliveries WHERE integration_id = i.id AND id >= ${since}::uuid AND replay_of IS NOT NULL) AS received,
      (SELECT count(*)::int FROM deliveries
        WHERE integration_id = i.id AND id >= ${since}::uuid AND state IN ('unreadable', 'failed')) AS failed) day
    LEFT JOIN LATERAL (SELECT state, last_error FROM word_backs
      WHERE integration_id = i.id AND state IN ('sent', 'failed') ORDER BY created_at DESC LIMIT 1) word ON true
    LEFT JOIN LATERAL (SELECT id, message FROM integration_log
      WHERE integration_id = i.id AND level = 'error' AND id >= ${since}::uuid ORDER BY id DESC LIMIT 1) log ON true
    LEFT JOIN heartbeats beat ON beat.integration_id = i.id`;
  return new Map(rows.map((row) => [row.id, standingOf(row)]));
}

function standingOf(row: Row): Standing {
  const { id, last_received_at, received_24h, failed_24h, last_beat_at, due_at, missing_since } = row;
  // What was refused at the door is in the log only; a delivery that was dealt with afterwards has settled it.
  const refused = row.log_id !== null && (row.dealt_id === null || row.log_id > row.dealt_id) ? row.log_message : null;
  const silent = missing_since && `It has not called since ${(last_beat_at ?? missing_since).toISOString()}`;
  const unsaid = row.word_error && `The source could not be told: ${row.word_error}`;
  return {
    id,
    last_received_at: last_beat_at ?? last_received_at,
    received_24h,
    failed_24h,
    problem: silent ?? row.dealt_problem ?? refused ?? unsaid,
    heartbeat: row.beats ? { last_beat_at, due_at, missing_since } : null,
  };
}
