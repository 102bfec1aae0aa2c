import { pool } from "@/lib/platform/db";
import { type Check, counted } from "./check";

export const permits: Check = {
  id: "permits",
  title: "Nothing ran without a permit",
  checked:
    "Each execution that was started in the period, against the permit that it names: there is one, for the same proposal of the same organization and with the proposal's content hash, it was used, and it was not used after its expiry; and each command against the steps that were written down before it was started",
  async run({ organizationId, from, to }) {
    const { rows } = await pool().query<{ runs: number; bare: number; late: number; commands: number; strays: number }>(
      `WITH runs AS (
         SELECT executions.id, permits.id IS NULL OR permits.proposal_id <> executions.proposal_id
             OR permits.organization_id <> executions.organization_id OR permits.content_hash <> proposals.content_hash
             OR (permits.used_at IS NULL AND EXISTS (SELECT 1 FROM execution_steps WHERE execution_id = executions.id)) AS is_bare,
           coalesce(permits.used_at > permits.expires_at, false) AS is_late
         FROM executions LEFT JOIN permits ON permits.id = executions.permit_id LEFT JOIN proposals ON proposals.id = executions.proposal_id
         WHERE executions.organization_id = $1 AND executions.started_at >= $2 AND executions.started_at <= $3)
       SELECT (SELECT count(*) FROM runs)::int AS runs, (SELECT count(*) FROM runs WHERE is_bare)::int AS bare,
         (SELECT count(*) FROM runs WHERE is_late)::int AS late,
         (SELECT count(*) FROM agent_actions WHERE organization_id = $1 AND executed_at >= $2 AND executed_at <= $3)::int AS commands,
         (SELECT count(*) FROM agent_actions AS done WHERE organization_id = $1 AND executed_at >= $2 AND executed_at <= $3
            AND NOT EXISTS (SELECT 1 FROM execution_steps WHERE execution_id = done.execution_id))::int AS strays`,
      [organizationId, from, to],
    );
    const { runs = 0, bare = 0, late = 0, commands = 0, strays = 0 } = rows[0] ?? {};
    return {
      state: bare + late + strays > 0 ? "failed" : "passed",
      found: `${counted(runs, "execution")} with ${counted(commands, "command")}: ${bare} without a fitting permit, ${late} on a permit that had expired, ${counted(strays, "command")} of no execution that was written down`,
      figures: {
        executions: runs,
        without_permit: bare,
        permit_expired: late,
        commands,
        commands_without_execution: strays,
      },
    };
  },
};

export const approvals: Check = {
  id: "approvals",
  title: "Who approved what they asked for themselves",
  checked: "In the audit chain, each approval in the period against who had the same proposal made",
  async run({ organizationId, from, to }) {
    const { rows } = await pool().query<{ approvals: number; own: number; by_automation: number }>(
      `SELECT count(*)::int AS approvals, count(*) FILTER (WHERE asked.actor_id = approved.actor_id)::int AS own,
         count(*) FILTER (WHERE asked.actor_kind IN ('system', 'agent'))::int AS by_automation
       FROM audit_entries AS approved LEFT JOIN LATERAL (
         SELECT actor_id, actor_kind FROM audit_entries AS one WHERE one.organization_id = $1 AND one.subject_kind = 'proposal'
           AND one.subject_id = approved.subject_id AND one.verb = 'proposal.create' LIMIT 1) AS asked ON true
       WHERE approved.organization_id = $1 AND approved.verb = 'proposal.approve' AND approved.at >= $2 AND approved.at <= $3`,
      [organizationId, from, to],
    );
    const { approvals: count = 0, own = 0, by_automation: automation = 0 } = rows[0] ?? {};
    return {
      state: own > 0 ? "attention" : "passed",
      found: `${counted(count, "approval")}: ${own} by the same person who had asked for the proposal, ${automation} of proposals that Nightshift made by itself`,
      figures: { approvals: count, self_approved: own, proposed_by_automation: automation },
    };
  },
};

export const unsettled: Check = {
  id: "unsettled-executions",
  title: "Every execution has an outcome",
  checked: "Executions that are in the state unknown for more than an hour, now",
  async run({ organizationId, to }) {
    const { rows } = await pool().query<{ count: number }>(
      `SELECT count(*)::int AS count FROM executions WHERE organization_id = $1 AND state = 'unknown' AND created_at < $2::timestamptz - interval '1 hour'`,
      [organizationId, to],
    );
    const count = rows[0]?.count ?? 0;
    return {
      state: count > 0 ? "attention" : "passed",
      found: count > 0 ? `${counted(count, "execution")} whose outcome nobody knows` : "None is in doubt",
      figures: { unknown: count },
    };
  },
};
