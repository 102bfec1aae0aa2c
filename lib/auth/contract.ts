import { z } from "zod";
import type { IsoTime } from "../platform/contract";

export const Role = z.enum(["owner", "admin", "responder", "viewer"]);
export type Role = z.infer<typeof Role>;

/** What a member may do; each verb asks for exactly one. */
export const permissions = {
  read: ["owner", "admin", "responder", "viewer"],
  /** Handle incidents: acknowledge, note, diagnose, propose. */
  respond: ["owner", "admin", "responder"],
  /** Let something run: approve, cancel. */
  operate: ["owner", "admin", "responder"],
  /** Break and heal the practice services. */
  practise: ["owner", "admin", "responder"],
  /** Change what is watched. */
  configure: ["owner", "admin"],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof permissions;

export const roleMay = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role);

/** Who is looking: what the browser knows of its own session. */
export type Viewer = {
  id: string;
  name: string;
  email: string;
  role: Role;
  organization: { id: string; name: string; is_demo: boolean };
};

/** One of a person's own sessions; `current` is the one that asks. */
export type SessionView = {
  id: string;
  created_at: IsoTime;
  expires_at: IsoTime;
  user_agent: string | null;
  current: boolean;
};
