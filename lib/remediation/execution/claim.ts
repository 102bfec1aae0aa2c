import { inTransaction, pool, type Tx } from "@/lib/platform/db";
import { heldHere, LEASE_MS } from "./lease";

export type Claim = {
  id: string;
  epoch: number;
  lastSeq: number;
  organizationId: string;
  approvedBy: string;
  healthBefore: number | null;
  /** Where to find what belongs to it, so that all of it can be read side by side. */
  proposalId: string;
  permitId: string;
  incidentId: string;
  serviceId: string;
  /** The health that the incident tells of; null when it is not about health. */
  incidentHealth: number | null;
  /** The incident's dedup key, where monitoring opened it and no person keeps it open: then it is over when monitoring would say so. */
  monitoredAs: string | null;
};

const claiming = (from: string, to: string) => `UPDATE executions
  SET state = '${to}', epoch = epoch + 1, worker_id = $1, lease_until = now() + make_interval(secs => $2), started_at = coalesce(started_at, now())
  WHERE id = (SELECT id FROM executions WHERE ${from} ORDER BY created_at FOR UPDATE SKIP LOCKED LIMIT 1)
  RETURNING id, epoch, last_seq AS "lastSeq", organization_id AS "organizationId", approved_by AS "approvedBy", health_before AS "healthBefore",
    proposal_id AS "proposalId", permit_id AS "permitId", incident_id AS "incidentId",
    (SELECT service_id FROM proposals WHERE proposals.id = executions.proposal_id) AS "serviceId",
    (SELECT health FROM incidents WHERE incidents.id = executions.incident_id) AS "incidentHealth",
    (SELECT dedup_key FROM incidents WHERE incidents.id = executions.incident_id AND alert_source = 'monitoring' AND kept_open_by IS NULL) AS "monitoredAs"`;

const QUEUED = claiming(
  `state = 'queued' AND NOT EXISTS (
    SELECT FROM executions AS other JOIN proposals AS theirs ON theirs.id = other.proposal_id JOIN proposals AS own ON own.id = executions.proposal_id
    WHERE other.state IN ('running', 'verifying', 'unknown') AND theirs.service_id = own.service_id)`,
  "running",
);
const IN_DOUBT = claiming("state = 'unknown' AND (lease_until IS NULL OR lease_until < now())", "unknown");

/**
 * Takes the oldest queued execution for this worker whose service no other one works on, or null. Two at once on one service would each
 * judge what the other did. Committed before anything is spawned; two workers never get the same.
 */
export async function claimQueued(workerId: string): Promise<Claim | null> {
  const { rowCount } = await pool().query("SELECT FROM executions WHERE state = 'queued' LIMIT 1");
  if (rowCount === 0) return null;
  return inTransaction(async (tx) => {
    // Two that look at the same moment would not see each other's.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('nightshift.claim-execution'))`;
    const [claim] = await tx.$queryRawUnsafe<Claim[]>(QUEUED, workerId, LEASE_MS / 1_000);
    return claim ?? null;
  });
}

/** Takes an execution in doubt, to look at its target and decide; never to run it. */
export async function claimUnknown(workerId: string): Promise<Claim | null> {
  const { rows } = await pool().query<Claim>(IN_DOUBT, [workerId, LEASE_MS / 1_000]);
  return rows[0] ?? null;
}

// After Postgres was away no lease could be renewed, so live workers get this long to come back before they are taken for dead.
const GRACE_AFTER_START = "5 seconds";

export type Abandoned = { id: string; organizationId: string; incidentId: string };

/** The executions whose worker has been silent too long. What this process holds itself is left alone, however slow it is: it is not dead. */
export async function findAbandoned(): Promise<Abandoned[]> {
  const { rows } = await pool().query<Abandoned>(
    `SELECT id, organization_id AS "organizationId", incident_id AS "incidentId" FROM executions
     WHERE state IN ('running', 'verifying') AND lease_until < now() AND id <> ALL ($1::uuid[]) AND pg_postmaster_start_time() < now() - interval '${GRACE_AFTER_START}'`,
    [heldHere()],
  );
  return rows;
}

/**
 * Says that nobody knows the state of an execution. Its epoch rises, so that a worker that was only slow writes nothing more. False when
 * another worker was first, or its own has renewed its lease.
 */
export async function markAbandoned(tx: Tx, id: string): Promise<boolean> {
  const marked = await tx.$executeRaw`
    UPDATE executions SET state = 'unknown', epoch = epoch + 1, worker_id = NULL, lease_until = NULL
    WHERE id = ${id}::uuid AND state IN ('running', 'verifying') AND lease_until < now()`;
  return marked === 1;
}
