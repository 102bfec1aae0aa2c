import { randomBytes } from "node:crypto";
import { sha256 } from "@/lib/platform/crypto";
import { pool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

/** An organization with incidents as they pile up over a hundred days, and a key to it. */
export type Crowd = { organizationId: string; apiKey: string; count: number; ids: string[] };

const DAYS = 100;

/**
 * Loads `count` incidents with what hangs on them: timelines, notes on every tenth, a fix that was run for every fourth. Forty services,
 * some words that every incident has and some that few have; the newest twenty are open.
 */
export async function crowd(slug: string, count: number): Promise<Crowd> {
  const organizationId = newId();
  const apiKey = `ns_${randomBytes(24).toString("base64url")}`;
  const run = (text: string) => pool().query(text.replaceAll(":organization", `'${organizationId}'::uuid`));
  await pool().query("INSERT INTO organizations (id, slug, name, last_incident_number) VALUES ($1, $2, $2, $3)", [
    organizationId,
    slug,
    count,
  ]);
  await pool().query(
    "INSERT INTO api_keys (id, organization_id, name, prefix, key_hash, scope) VALUES ($1, $2, 'Bench', $3, $4, 'respond')",
    [newId(), organizationId, apiKey.slice(0, 11), sha256(apiKey)],
  );
  // In pieces: a statement of the product may take 15 seconds, and so may one here.
  for (let from = 1; from <= count; from += 10_000) {
    await run(incidents(from, Math.min(count, from + 9_999), count));
  }
  for (const text of around) await run(text);
  for (const table of ["incidents", "timeline_entries", "proposals", "executions"]) {
    await pool().query(`VACUUM (ANALYZE) ${table}`);
  }
  const { rows } = await pool().query<{ id: string }>(
    "SELECT id FROM incidents WHERE organization_id = $1 AND number % greatest(1, $2 / 500) = 0 ORDER BY number",
    [organizationId, count],
  );
  return { organizationId, apiKey, count, ids: rows.map(({ id }) => id) };
}

const incidents = (from: number, to: number, count: number) => `
  INSERT INTO incidents (id, organization_id, number, title, description, status, severity, service_name, affected_system, alert_source,
    dedup_key, error_logs, metrics_snapshot, labels, created_at, acknowledged_at, acknowledged_by, resolved_at, resolved_by, resolution)
  SELECT gen_random_uuid(), :organization, i, cause || ' on ' || service,
    'The service reports trouble since deployment ' || i % 997 || '. Customers of region ' || i % 7 || ' see timeouts, ticket ' || md5(i::text),
    CASE WHEN i > ${count} - 20 THEN 'triggered' ELSE 'resolved' END, (ARRAY['critical','high','medium','low'])[1 + i % 4],
    service, service, 'monitoring', service || ':' || cause || CASE WHEN i > ${count} - 20 THEN i::text ELSE '' END,
    jsonb_build_array('OOM command not allowed when used memory ' || i || ' > maxmemory', 'connection ' || i % 50 || ' refused'),
    jsonb_build_object('used_memory_mb', i % 50, 'connected_clients', i % 900), jsonb_build_object('team', 'team-' || i % 12),
    opened, opened + interval '3 minutes', 'A responder',
    CASE WHEN i <= ${count} - 20 THEN opened + make_interval(mins => 5 + i % 120) END, CASE WHEN i <= ${count} - 20 THEN 'Nightshift' END,
    CASE WHEN i <= ${count} - 20 THEN 'It recovered' END
  FROM generate_series(${from}, ${to}) AS i,
    LATERAL (SELECT (ARRAY['redis','postgres','checkout','search','billing'])[1 + i % 5] || '-' || i % 8 AS service,
      (ARRAY['Memory full','Connections exhausted','Lock pileup','Latency high'])[1 + i / 40 % 4] AS cause,
      now() - (${count} - i) * (interval '${DAYS} days' / ${count}) - interval '1 minute' AS opened) AS one`;

const around = [
  `INSERT INTO timeline_entries (id, organization_id, incident_id, at, kind, actor_kind, actor_name, text)
   SELECT gen_random_uuid(), :organization, id, created_at, 'opened', 'system', 'Nightshift', 'Opened by monitoring: ' || title
   FROM incidents WHERE organization_id = :organization`,
  `INSERT INTO timeline_entries (id, organization_id, incident_id, at, kind, actor_kind, actor_name, text)
   SELECT gen_random_uuid(), :organization, id, resolved_at, 'resolved', 'system', 'Nightshift', resolution
   FROM incidents WHERE organization_id = :organization AND resolved_at IS NOT NULL`,
  `INSERT INTO timeline_entries (id, organization_id, incident_id, at, kind, actor_kind, actor_name, text)
   SELECT gen_random_uuid(), :organization, id, acknowledged_at, 'note', 'user', 'A responder', 'Saw handover ' || number
   FROM incidents WHERE organization_id = :organization AND number % 10 = 0`,
  `INSERT INTO proposals (id, organization_id, incident_id, service_id, action, title, description, params, target_kind, target_name,
     target_identity, pre_state, pre_state_digest, command_preview, risk, reversible, effect, expected_result, fallback, alternatives,
     state, policy_reason, policy_version, content_hash, created_at, expires_at)
   SELECT gen_random_uuid(), :organization, id, gen_random_uuid(), 'docker.restart', '-', '-', '{}', 'docker', '-', '-', '{}', '-', '[]',
     'medium', false, '{}', '-', '[]', '[]', 'approved', '-', '-', '-', acknowledged_at, acknowledged_at + interval '30 minutes'
   FROM incidents WHERE organization_id = :organization AND number % 4 = 0 AND resolved_at IS NOT NULL`,
  `INSERT INTO executions (id, organization_id, proposal_id, incident_id, permit_id, state, approved_by, created_at, finished_at)
   SELECT gen_random_uuid(), :organization, proposal.id, incident.id, gen_random_uuid(),
     CASE WHEN number % 16 = 0 THEN 'rolled_back' ELSE 'succeeded' END, 'A responder', acknowledged_at, resolved_at
   FROM incidents AS incident JOIN proposals AS proposal ON proposal.incident_id = incident.id
   WHERE incident.organization_id = :organization`,
];
