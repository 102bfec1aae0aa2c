import { pool } from "@/lib/platform/db";
import { type Check, counted } from "./check";

const UNUSED_DAYS = 90;

type Row = {
  live: number;
  forever: number;
  unused: number;
  never: number;
  admin: number;
  orphaned: number;
  names: string[] | null;
};

export const apiKeys: Check = {
  id: "api-keys",
  title: "API keys end and are used",
  checked: `Keys that are neither revoked nor expired, now: which have no end, which were not used for ${UNUSED_DAYS} days, and which were last shown to somebody who has left`,
  async run({ organizationId, to }) {
    const { rows } = await pool().query<Row>(
      `WITH live AS (
         SELECT *, coalesce(last_used_at, created_at) < $2::timestamptz - make_interval(days => $3) AS is_unused,
           shown_to IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM members WHERE members.organization_id = $1 AND members.user_id = shown_to) AS is_orphaned
         FROM api_keys WHERE organization_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2))
       SELECT count(*)::int AS live, count(*) FILTER (WHERE expires_at IS NULL)::int AS forever,
         count(*) FILTER (WHERE is_unused)::int AS unused, count(*) FILTER (WHERE last_used_at IS NULL)::int AS never,
         count(*) FILTER (WHERE scope = 'admin')::int AS admin,
         count(*) FILTER (WHERE is_orphaned)::int AS orphaned,
         (array_agg(name ORDER BY name) FILTER (WHERE expires_at IS NULL OR is_unused OR is_orphaned))[1:20] AS names
       FROM live`,
      [organizationId, to, UNUSED_DAYS],
    );
    const { live = 0, forever = 0, unused = 0, never = 0, admin = 0, orphaned = 0, names = null } = rows[0] ?? {};
    return {
      state: forever + unused + orphaned > 0 ? "attention" : "passed",
      found: `${counted(live, "live key")}: ${forever} without an end, ${unused} unused for ${UNUSED_DAYS} days, ${never} never used, ${orphaned} last shown to somebody who has left (rotate those), ${admin} with the scope admin${names ? `. Look at: ${names.join(", ")}` : ""}`,
      figures: {
        live,
        without_expiry: forever,
        unused,
        never_used: never,
        shown_to_leavers: orphaned,
        scope_admin: admin,
      },
    };
  },
};
