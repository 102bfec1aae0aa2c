import { pool } from "@/lib/platform/db";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { KEPT_DAYS } from "../contract";
import { type Check, counted } from "./check";

export const signature: Check = {
  id: "audit-signature",
  title: "The audit chain is signed without a break",
  checked: "The audit chain for entries that say that its signature starts anew, and where it starts now",
  async run({ organizationId }) {
    const { rows } = await pool().query<{ restarts: number; from: string | null }>(
      `SELECT (SELECT count(*) FROM audit_entries WHERE organization_id = $1 AND verb = 'audit.sign-anew')::int AS restarts,
         (SELECT signed_from FROM audit_heads WHERE organization_id = $1) AS from`,
      [organizationId],
    );
    const { restarts = 0, from = null } = rows[0] ?? {};
    const start = from === null ? null : Number(from);
    const found =
      start === null
        ? "Nothing has been signed yet"
        : start === 1
          ? "It is signed from its first entry"
          : `It is signed from entry ${start}; the ones before are protected by their hashes alone`;
    return {
      state: restarts > 0 ? "attention" : "passed",
      found: restarts > 0 ? `${found}. It started anew ${counted(restarts, "time")}: ask why` : found,
      figures: { signed_from: start, restarts },
    };
  },
};

export const events: Check = {
  id: "security-events",
  title: "Security events",
  checked: "The security events that belong to the organization, in the period, by severity",
  async run({ organizationId, from, to }) {
    const { rows } = await pool().query<{ severity: string; count: number }>(
      "SELECT severity, count(*)::int AS count FROM security_events WHERE organization_id = $1 AND at >= $2 AND at <= $3 GROUP BY severity",
      [organizationId, from, to],
    );
    const count = (severity: string) => rows.find((row) => row.severity === severity)?.count ?? 0;
    const figures = { high: count("high"), medium: count("medium"), low: count("low"), info: count("info") };
    return {
      state: figures.high > 0 ? "attention" : "passed",
      found: `${figures.high} high, ${figures.medium} medium, ${figures.low} low, ${figures.info} for information`,
      figures,
    };
  },
};

export const retention: Check = {
  id: "retention",
  title: "Records are kept as long as they should be, and no longer",
  checked: `The oldest row of each record: calls of the API are kept ${KEPT_DAYS.access} days, security events ${KEPT_DAYS.events} days, the audit chain for good`,
  async run({ organizationId, to }) {
    const { rows } = await pool().query<{
      call: Date | null;
      event: Date | null;
      entry: Date | null;
      lost: number;
      late: boolean;
    }>(
      `SELECT (SELECT min(at) FROM audit_entries WHERE organization_id = $1 AND seq = 1) AS entry,
         (SELECT at FROM access_entries WHERE organization_id = $1 ORDER BY id LIMIT 1) AS call,
         (SELECT min(at) FROM security_events WHERE organization_id = $1) AS event,
         (SELECT coalesce(sum(lost_before), 0) FROM access_entries WHERE organization_id = $1)::int AS lost,
         EXISTS (SELECT 1 FROM access_entries WHERE organization_id = $1 AND id < $2::uuid) AS late`,
      [organizationId, firstIdAt(new Date(to.getTime() - (KEPT_DAYS.access + 1) * 86_400_000))],
    );
    const { call = null, event = null, entry = null, lost = 0, late = false } = rows[0] ?? {};
    const since = (time: Date | null) => time?.toISOString() ?? "never";
    return {
      state: late ? "attention" : "passed",
      found: `Audit chain since ${since(entry)}, calls since ${since(call)}, security events since ${since(event)}; ${counted(lost, "call")} could not be recorded${late ? ". Calls are older than they should be: the worker's upkeep does not run" : ""}`,
      figures: {
        audit_since: entry && since(entry),
        calls_since: call && since(call),
        events_since: event && since(event),
        calls_lost: lost,
      },
    };
  },
};
