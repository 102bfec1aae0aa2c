import { systemCtx } from "@/lib/auth";
import { inTransaction, pool } from "@/lib/platform/db";
import { setAside } from "./set-aside";

const WHY = "The incident was resolved before anybody decided";

type Due = { id: string; organizationId: string; incidentId: string; title: string };

/**
 * Sets aside the proposals that waited for a decision when their incident was resolved, by whomever; reopening does not bring them back.
 * One that was decided first is left alone, and so is its execution. Returns how many. For the worker; safe to run in several at once.
 */
export async function supersedeResolved(): Promise<number> {
  // By the timeline as well: it may have been reopened since.
  const { rows } = await pool().query<Due>(
    `SELECT id, organization_id AS "organizationId", incident_id AS "incidentId", title FROM proposals AS proposal
     WHERE state = 'proposed' AND (
       EXISTS (SELECT 1 FROM incidents WHERE id = proposal.incident_id AND status = 'resolved')
       OR EXISTS (SELECT 1 FROM timeline_entries WHERE incident_id = proposal.incident_id AND at >= proposal.created_at AND kind = 'resolved'))
     LIMIT 100`,
  );
  let superseded = 0;
  for (const due of rows) if (await supersede(due)) superseded++;
  return superseded;
}

const supersede = ({ organizationId, title, ...due }: Due): Promise<boolean> =>
  inTransaction((tx) =>
    setAside(tx, systemCtx(organizationId, "supersede-resolved"), due, {
      why: WHY,
      told: `Set aside, as the incident was resolved: ${title}`,
    }),
  );
