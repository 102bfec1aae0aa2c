import { z } from "zod";
import { IsoTime } from "../platform/contract";

export const Role = z.enum(["owner", "admin", "responder", "viewer"]);
export type Role = z.infer<typeof Role>;

/** What a member may do; each verb asks for exactly one. */
export const permissions = {
  read: ["owner", "admin", "responder", "viewer"],
  /** Handle incidents: acknowledge, note, diagnose, propose. */
  respond: ["owner", "admin", "responder"],
  /** Let something run, or keep alerts from opening anything: approve, cancel, plan maintenance. */
  operate: ["owner", "admin", "responder"],
  /** Break and heal the practice services. */
  practise: ["owner", "admin", "responder"],
  /** Change what is watched, what is connected, and what Claude may cost. */
  configure: ["owner", "admin"],
  /** Members, invitations, API keys; the record of who did what. */
  administer: ["owner", "admin"],
  /** Give the organization to somebody else. */
  own: ["owner"],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

/** What each permission allows, for people; whoever hands out a role or a key reads it. */
export const permissionWords: Record<Permission, string> = {
  read: "look at everything that is watched and handled",
  respond:
    "handle incidents: open, acknowledge, write notes, resolve, diagnose, ask, propose fixes; write and delete articles; replay deliveries and synchronize integrations",
  operate:
    "let commands run: approve or reject a proposal, cancel an execution; plan maintenance, in which a service's alerts open nothing",
  practise: "break and heal the practice services",
  configure:
    "change what is watched and how: services, integrations and webhooks with their secrets, GitHub's token, and what Claude may cost",
  administer: "see to members, invitations and API keys, and read the record of who did what",
  own: "give the organization to somebody else",
};

/** What an API key may do at most; each scope includes those before it. No key may do what `own` guards. */
export const Scope = z.enum(["read", "respond", "operate", "admin"]);
export type Scope = z.infer<typeof Scope>;

export const scopeIncludes = (scope: Scope, other: Scope): boolean =>
  Scope.options.indexOf(scope) >= Scope.options.indexOf(other);

/** The widest scope of a key that goes no further than a role does. */
export const widestScope = {
  viewer: "read",
  responder: "operate",
  admin: "admin",
  owner: "admin",
} as const satisfies Record<Role, Scope>;

const scopeOf = {
  read: "read",
  respond: "respond",
  operate: "operate",
  practise: "operate",
  configure: "admin",
  administer: "admin",
  own: null,
} as const satisfies Record<Permission, Scope | null>;

export function scopeMay(scope: Scope, permission: Permission): boolean {
  const needed = scopeOf[permission];
  return needed !== null && scopeIncludes(scope, needed);
}

export const roleMay = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role);

/** Who is looking: what the browser knows of its own session. */
export const Viewer = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: Role,
    organization: z.object({ id: z.string(), name: z.string(), is_demo: z.boolean() }),
    /** Every organization that this person belongs to, to switch between. */
    organizations: z.array(z.object({ id: z.string(), name: z.string(), role: Role })),
  })
  .meta({ id: "Viewer" });
export type Viewer = z.infer<typeof Viewer>;

/** One of a person's own sessions; `current` is the one that asks. */
export const SessionView = z
  .object({
    id: z.string(),
    created_at: IsoTime,
    expires_at: IsoTime,
    user_agent: z.string().nullable(),
    address: z.string().nullable(),
    signed_in_by: z.string().describe("`password`, or the identity provider"),
    organization_name: z.string(),
    current: z.boolean(),
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof SessionView>;

export const SecurityEventKind = z.enum([
  "sign_in.succeeded",
  "sign_in.failed",
  "sign_in.throttled",
  "totp.failed",
  "invitation.accepted",
  "password.changed",
  "permit.refused",
  "cross_organization",
  "rate_limited",
  "signature.bad",
  "key.refused",
]);
export type SecurityEventKind = z.infer<typeof SecurityEventKind>;

export const SecuritySeverity = z.enum(["info", "low", "medium", "high"]);
export type SecuritySeverity = z.infer<typeof SecuritySeverity>;
