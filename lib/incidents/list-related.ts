import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { pool, prisma } from "@/lib/platform/db";
import { type RelatedIncident, RelatedQuery } from "./contract";
import { findIncident } from "./get-incident";
import { type IncidentRow, presentIncidents } from "./present-incident";
import { tellingWords } from "./telling-words";

/** An incident that has something to do with another one, why in words, and how much that says. */
type Candidate = { id: string; createdAt: Date; reason: string; weight: number };

const WEIGHTS = { sameCause: 4, sameError: 3, similarWords: 2, sameService: 1, causeElsewhere: 1 } as const;
const MOST_SIMILAR = 200;
const ENOUGH_SHARED = 0.5;

/**
 * Incidents that may help with this one: of the same service, the same cause, with the same error (numbers and ids aside), or told in
 * similar words. What has most in common comes first, then the newest; each with its reasons in words.
 */
export async function listRelated(ctx: Ctx, id: string, raw: z.input<typeof RelatedQuery>): Promise<RelatedIncident[]> {
  require(ctx, "read");
  const { limit } = RelatedQuery.parse(raw);
  const incident = await findIncident(prisma(), ctx, id);
  const kinds = await Promise.all([
    ofTheSameService(incident, limit),
    ofTheSameCauseElsewhere(incident, limit),
    withTheSameError(incident, limit),
    inSimilarWords(incident, limit),
  ]);
  const closest = mergedBest(kinds.flat(), limit);
  const rows = await prisma().incident.findMany({
    where: { id: { in: closest.map((one) => one.id) }, organizationId: ctx.organizationId },
  });
  const summaries = new Map((await presentIncidents(rows)).map((summary) => [summary.id, summary]));
  return closest.flatMap((one) => {
    const summary = summaries.get(one.id);
    return summary ? [{ ...summary, reason: one.reason }] : [];
  });
}

function mergedBest(candidates: Candidate[], limit: number): Candidate[] {
  const merged = new Map<string, Candidate>();
  for (const one of candidates) {
    const known = merged.get(one.id);
    merged.set(
      one.id,
      known ? { ...known, weight: known.weight + one.weight, reason: `${known.reason}. ${one.reason}` } : one,
    );
  }
  return [...merged.values()]
    .sort((a, b) => b.weight - a.weight || b.createdAt.getTime() - a.createdAt.getTime() || b.id.localeCompare(a.id))
    .slice(0, limit);
}

type Row = { id: string; created_at: Date };

const newest = (condition: string) =>
  `SELECT id, created_at FROM incidents WHERE organization_id = $1 AND id <> $2 AND ${condition}
   ORDER BY created_at DESC, id DESC LIMIT $3`;

/** What the dedup key says is wrong; null for what people opened by hand. */
function causeOf({ serviceName, dedupKey }: IncidentRow): string | null {
  return serviceName && dedupKey.startsWith(`${serviceName}:`) ? dedupKey.slice(serviceName.length + 1) : null;
}

async function ofTheSameService(incident: IncidentRow, limit: number): Promise<Candidate[]> {
  const { serviceName: service, dedupKey, organizationId } = incident;
  if (!service) return [];
  const cause = causeOf(incident);
  const [same, all] = await Promise.all([
    cause ? pool().query<Row>(newest("dedup_key = $4"), [organizationId, incident.id, limit, dedupKey]) : { rows: [] },
    pool().query<Row>(newest("service_name = $4 AND dedup_key <> $5"), [
      organizationId,
      incident.id,
      limit,
      service,
      dedupKey,
    ]),
  ]);
  return [
    ...same.rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      reason: `The same service and cause: ${service}, ${cause}`,
      weight: WEIGHTS.sameCause,
    })),
    ...all.rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      reason: `The same service, ${service}`,
      weight: WEIGHTS.sameService,
    })),
  ];
}

async function ofTheSameCauseElsewhere(incident: IncidentRow, limit: number): Promise<Candidate[]> {
  const cause = causeOf(incident);
  if (!cause) return [];
  const { rows } = await pool().query<Row & { service_name: string }>(
    `SELECT id, created_at, service_name FROM incidents
     WHERE organization_id = $1 AND id <> $2 AND service_name <> $4 AND found_by @@ search_any($1, ARRAY[cause_key($5)])
     ORDER BY created_at DESC, id DESC LIMIT $3`,
    [incident.organizationId, incident.id, limit, incident.serviceName, cause],
  );
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    reason: `The same cause, ${cause}, on another service, ${row.service_name}`,
    weight: WEIGHTS.causeElsewhere,
  }));
}

async function withTheSameError(incident: IncidentRow, limit: number): Promise<Candidate[]> {
  const lines = (incident.errorLogs as unknown[])
    .filter((line) => typeof line === "string" && line !== "")
    .slice(0, 50);
  if (lines.length === 0) return [];
  // First by themselves: the planner must see how common they are.
  const said = await pool().query<{ line: string; signature: string }>(
    "SELECT line, error_signature(line) AS signature FROM unnest($1::text[]) AS line",
    [lines],
  );
  const signatures = [...new Set(said.rows.map(({ signature }) => signature))];
  // The other one's own line: numbers are left out of the comparison, and what it says is not what this one says.
  const { rows } = await pool().query<Row & { line: string | null }>(
    `SELECT id, created_at, (SELECT line FROM jsonb_array_elements_text(CASE jsonb_typeof(error_logs) WHEN 'array' THEN error_logs ELSE '[]' END)
         WITH ORDINALITY AS logged(line, place)
       WHERE error_signature(line) = ANY ($4::text[]) ORDER BY place LIMIT 1) AS line
     FROM (SELECT id, created_at, error_logs FROM incidents
       WHERE organization_id = $1 AND id <> $2 AND found_by @@ search_any($1, $4::text[])
       ORDER BY created_at DESC, id DESC LIMIT $3) AS other`,
    [incident.organizationId, incident.id, limit, signatures],
  );
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    reason: sameErrorWords(row.line, lines),
    weight: WEIGHTS.sameError,
  }));
}

/** Quotes what the other incident says, and says so where that is another number or id. */
function sameErrorWords(theirs: string | null, ours: readonly unknown[]): string {
  if (theirs === null) return "The same error";
  return `The same error${ours.includes(theirs) ? "" : ", but for its numbers"}: “${shortened(theirs)}”`;
}

const shortened = (line: string): string => (line.length > 120 ? `${line.slice(0, 119)}…` : line);

/** Every alert of a source links to the same few places: that is nothing that two incidents have in common. */
const withoutLinks = (text: string): string =>
  text.replace(/^[^\n]{0,60}: https?:\/\/\S+$/gm, "").replace(/https?:\/\/\S+/g, "");

async function inSimilarWords(incident: IncidentRow, limit: number): Promise<Candidate[]> {
  const told = await pool().query<{ title: string[]; description: string[]; names: string[] }>(
    "SELECT search_words($1) AS title, search_words(left($2, 300)) AS description, search_words($3) AS names",
    [incident.title, withoutLinks(incident.description), `${incident.serviceName ?? ""} ${incident.affectedSystem}`],
  );
  const words = told.rows[0] ? tellingWords(told.rows[0]) : [];
  if (words.length < 2) return [];
  const { rows } = await pool().query<Row & { shared: string[] }>(
    `SELECT id, created_at, ARRAY(SELECT word FROM unnest($4::text[]) AS word WHERE found_by @@ search_any($1, ARRAY[word])) AS shared
     FROM (SELECT id, created_at, found_by FROM incidents
       WHERE organization_id = $1 AND id <> $2 AND found_by @@ search_any($1, $4::text[])
       ORDER BY created_at DESC, id DESC LIMIT $3) AS other`,
    [incident.organizationId, incident.id, MOST_SIMILAR, words],
  );
  return rows
    .filter(({ shared }) => shared.length >= Math.max(2, Math.ceil(words.length * ENOUGH_SHARED)))
    .sort((a, b) => b.shared.length - a.shared.length)
    .slice(0, limit)
    .map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      reason: `Similar words: ${row.shared.join(", ")}`,
      weight: (WEIGHTS.similarWords * row.shared.length) / words.length,
    }));
}
