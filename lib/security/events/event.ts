import type { SecurityEventKind, SecuritySeverity } from "@/lib/auth/contract";
import type { SecurityEventView } from "../contract";

/** A security event as it is stored. */
export type EventRow = {
  id: string;
  at: Date;
  kind: SecurityEventKind;
  severity: SecuritySeverity;
  actor_kind: string | null;
  actor_id: string | null;
  actor_name: string | null;
  address: string | null;
  user_agent: string | null;
  request_id: string | null;
  data: Record<string, unknown>;
};

export const EVENT_COLUMNS =
  "id, at, kind, severity, actor_kind, actor_id, actor_name, address, user_agent, request_id, data";

/**
 * Which events an organization may see: its own; failed tries at its members' accounts, wherever they belong; and those that concern
 * nobody, when it has the installation to itself (elsewhere they could be about anybody's people). Each `?` is the organization's id.
 */
export const VISIBLE = `(organization_id = ?::uuid
  OR (kind IN ('sign_in.failed', 'sign_in.throttled', 'totp.failed') AND actor_kind = 'user'
    AND actor_id IN (SELECT user_id::text FROM members WHERE members.organization_id = ?::uuid))
  OR (organization_id IS NULL AND NOT EXISTS (SELECT 1 FROM organizations WHERE organizations.id <> ?::uuid)))`;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const times = (data: Record<string, unknown>): string => {
  const count = Number(data.times ?? 1) + Number(data.repeated ?? 0);
  return count > 1 ? `, ${count} times` : "";
};

const words: Record<SecurityEventKind, (who: string, data: Record<string, unknown>) => string> = {
  "sign_in.succeeded": (who) => `${who} signed in`,
  "sign_in.failed": (who) => `Somebody failed to sign in as ${who}`,
  "sign_in.throttled": (who) => `Too many tries to sign in as ${who}; further ones were held off`,
  "totp.failed": (who) => `The password of ${who} was right, the second factor was not`,
  "invitation.accepted": (who) => `${who} accepted an invitation`,
  "password.changed": (who) => `The password of ${who} was changed`,
  "permit.refused": () => "A permit was refused: nothing was run",
  cross_organization: (who, data) =>
    data.direction === "in"
      ? `Somebody of another organization asked for one of yours (${text(data.subject_kind)}); they were told that it does not exist`
      : `${who} asked for something that belongs to another organization (${text(data.subject_kind)}); they were told that it does not exist`,
  rate_limited: (who) => `${who} ran into a limit`,
  "signature.bad": () => "A signature did not fit; what it came with was not taken",
  "key.refused": (who, data) => `An API key was refused (${text(data.reason) || "unknown"}): ${who}`,
};

export function presentEvent(row: EventRow): SecurityEventView {
  const { actor_kind: kind, actor_id: id, actor_name: name, at, ...rest } = row;
  const who = name ?? (text(row.data.email) || "somebody unknown");
  return {
    ...rest,
    at: at.toISOString(),
    actor: kind && id ? { kind, id, name: name ?? "" } : null,
    text: `${words[row.kind]?.(who, row.data) ?? row.kind}${times(row.data)}`,
  };
}
