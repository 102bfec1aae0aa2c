import { pool } from "@/lib/platform/db";
import { type Check, counted } from "./check";

export const owners: Check = {
  id: "owners",
  title: "Somebody else can take over",
  checked: "The members and their roles, now",
  async run({ organizationId }) {
    const { rows } = await pool().query<{ role: string; count: number }>(
      "SELECT role, count(*)::int AS count FROM members WHERE organization_id = $1 GROUP BY role ORDER BY role",
      [organizationId],
    );
    const count = (role: string) => rows.find((row) => row.role === role)?.count ?? 0;
    const figures = {
      owner: count("owner"),
      admin: count("admin"),
      responder: count("responder"),
      viewer: count("viewer"),
    };
    const administer = figures.owner + figures.admin;
    return {
      state: figures.owner === 0 ? "failed" : administer < 2 ? "attention" : "passed",
      found: `${counted(figures.owner, "owner")}, ${counted(figures.admin, "admin")}, ${counted(figures.responder, "responder")}, ${counted(figures.viewer, "viewer")}${figures.owner === 0 ? ": nobody owns the organization" : administer < 2 ? ": only one person can see to members and keys" : ""}`,
      figures,
    };
  },
};

export const secondFactors: Check = {
  id: "second-factors",
  title: "Members have a second factor",
  checked: "For each member with a password, whether a second factor (TOTP) is turned on",
  async run({ organizationId }) {
    const { rows } = await pool().query<{ email: string; has: boolean; administers: boolean }>(
      `SELECT email, totp_enabled_at IS NOT NULL AS has, role IN ('owner', 'admin') AS administers
       FROM members JOIN users ON users.id = user_id WHERE organization_id = $1 AND password_hash IS NOT NULL ORDER BY email`,
      [organizationId],
    );
    const without = rows.filter(({ has }) => !has);
    const admins = without.filter(({ administers }) => administers).length;
    const names = without.slice(0, 20).map(({ email }) => email);
    return {
      state: without.length === 0 ? "passed" : "attention",
      found:
        without.length === 0
          ? `All ${counted(rows.length, "member")} with a password have one`
          : `${without.length} of ${counted(rows.length, "member")} with a password have none (${admins} of them administer): ${names.join(", ")}${without.length > names.length ? ", …" : ""}`,
      figures: { with_password: rows.length, without_second_factor: without.length, administrators_without: admins },
    };
  },
};

export const signIns: Check = {
  id: "sign-ins",
  title: "Sign-ins",
  checked: "The security events about sign-ins that belong to the organization, in the period",
  async run({ organizationId, from, to }) {
    const { rows } = await pool().query<{ kind: string; count: number }>(
      `SELECT kind, count(*)::int AS count FROM security_events
       WHERE organization_id = $1 AND at >= $2 AND at <= $3
         AND kind IN ('sign_in.succeeded', 'sign_in.failed', 'sign_in.throttled', 'totp.failed') GROUP BY kind`,
      [organizationId, from, to],
    );
    const count = (kind: string) => rows.find((row) => row.kind === kind)?.count ?? 0;
    const figures = {
      succeeded: count("sign_in.succeeded"),
      failed: count("sign_in.failed"),
      throttled: count("sign_in.throttled"),
      second_factor_failed: count("totp.failed"),
    };
    return {
      state: "informative",
      found: `${figures.succeeded} succeeded, ${figures.failed} failed, ${figures.throttled} were held off, ${figures.second_factor_failed} failed at the second factor`,
      figures,
    };
  },
};

export const sessions: Check = {
  id: "sessions",
  title: "Live sessions",
  checked: "Sessions in the organization that are neither ended nor expired, now",
  async run({ organizationId, to }) {
    const { rows } = await pool().query<{ live: number; people: number; oldest: Date | null; strays: number }>(
      `SELECT count(*)::int AS live, count(DISTINCT user_id)::int AS people, min(created_at) AS oldest,
         count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM members WHERE members.user_id = sessions.user_id
           AND members.organization_id = sessions.organization_id))::int AS strays
       FROM sessions WHERE organization_id = $1 AND revoked_at IS NULL AND expires_at > $2`,
      [organizationId, to],
    );
    const { live = 0, people = 0, oldest = null, strays = 0 } = rows[0] ?? {};
    const found =
      live === 0
        ? "None"
        : `${counted(live, "session")} of ${counted(people, "person", "people")}; the oldest was opened ${oldest?.toISOString()}`;
    return {
      state: "informative",
      found: strays > 0 ? `${found}; ${strays} belong to people who are no longer members, and open nothing` : found,
      figures: { live, people, oldest: oldest?.toISOString() ?? null, of_former_members: strays },
    };
  },
};
