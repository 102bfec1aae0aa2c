import { z } from "zod";
import { Role, Scope } from "../auth/contract";
import { IsoTime } from "../platform/contract";
import { nameText } from "../platform/name-contract";

/** Roles by what they may: nobody gives, takes or touches one above their own. */
const rank: Record<Role, number> = { viewer: 0, responder: 1, admin: 2, owner: 3 };
export const isAbove = (role: Role, other: Role): boolean => rank[role] > rank[other];

const Name = nameText(100);
/** Kept in lower case: addresses that differ in case alone are one person's. */
const Email = z
  .string()
  .trim()
  .pipe(z.email().max(254))
  .transform((email) => email.toLowerCase());
/** Length is what counts (NIST SP 800-63B): no rules about characters. */
export const Password = z.string().min(12, "must have at least 12 characters").max(1024);
const ExistingPassword = z.string().min(1).max(1024);
const MANGLED = "This link is not whole; copy all of it";
const Token = z.string().min(16, MANGLED).max(200, MANGLED);
const Code = z.string().trim().min(6).max(64);

export const MemberView = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: Role,
    joined_at: IsoTime,
    has_second_factor: z.boolean(),
    last_signed_in_at: IsoTime.nullable().describe("Among the sessions of the last 90 days"),
  })
  .meta({ id: "Member" });
export type MemberView = z.infer<typeof MemberView>;

export const ChangeRole = z.object({ role: Role });
export type ChangeRole = z.infer<typeof ChangeRole>;

export const KnownKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scope: Scope,
    secret: z
      .enum(["current", "old"])
      .describe("`old`: they know only a secret that was rotated away and still works; it ends, and the key goes on"),
  })
  .meta({ id: "KnownKey" });
export type KnownKey = z.infer<typeof KnownKey>;

export const KnownKeysQuery = z.object({
  role: Role.optional().describe("The role that they are to have; left out, they go"),
});

/** What ended with a right that somebody lost. */
export const EndedKeys = z.object({ ended_api_keys: z.array(KnownKey) });
export type EndedKeys = z.infer<typeof EndedKeys>;
export const ChangedMember = MemberView.extend(EndedKeys.shape).meta({ id: "ChangedMember" });
export type ChangedMember = z.infer<typeof ChangedMember>;

export const InvitationView = z
  .object({
    id: z.string(),
    email: z.string().nullable().describe("Set when only this address may use it"),
    role: Role,
    invited_by: z.string(),
    created_at: IsoTime,
    expires_at: IsoTime,
    state: z
      .enum(["pending", "expired", "lapsed"])
      .describe("`lapsed`: whoever made it may not hand this role out any more. Only a pending one lets somebody in"),
  })
  .meta({ id: "Invitation" });
export type InvitationView = z.infer<typeof InvitationView>;

export const CreateInvitation = z.object({
  email: Email.optional().describe("Only this address may use it; needed for whoever comes by an identity provider"),
  role: Role,
  expires_in_days: z.number().int().min(1).max(30).default(7),
});

export const NewInvitation = z
  .object({
    invitation: InvitationView,
    link: z.string().describe("Shown once. Without NIGHTSHIFT_URL it is a path of this site"),
  })
  .meta({ id: "NewInvitation" });
export type NewInvitation = z.infer<typeof NewInvitation>;

/** What an open invitation says to whoever holds its link. */
export type InvitationOffer = {
  organization_name: string;
  role: Role;
  email: string | null;
  invited_by: string;
  expires_at: IsoTime;
};

export const AcceptInvitation = z.object({ token: Token, name: Name, email: Email, password: Password });
export const JoinByInvitation = z.object({ token: Token });
/** What somebody has just become a member of. */
export const Joined = z.object({ organization_id: z.string(), organization_name: z.string(), role: Role });
export type Joined = z.infer<typeof Joined>;

export const SetUpOwner = z.object({
  token: Token,
  organization_name: Name,
  name: Name,
  email: Email,
  password: Password,
});

export const ProfileView = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    has_password: z.boolean(),
    password_changed_at: IsoTime.nullable(),
    second_factor: z.object({
      enabled_at: IsoTime.nullable(),
      recovery_codes_left: z.number().int(),
    }),
    identities: z.array(z.object({ provider: z.string(), email: z.string(), since: IsoTime })),
  })
  .meta({ id: "Profile" });
export type ProfileView = z.infer<typeof ProfileView>;

export const UpdateProfile = z.object({ name: Name });
export const ChangePassword = z.object({
  current_password: ExistingPassword.optional().describe("Left out only where there is no password yet"),
  new_password: Password,
});
export const ConfirmWithPassword = z.object({ password: ExistingPassword });
export const ConfirmWithCode = z.object({ code: Code });

export const SecondFactorOffer = z
  .object({
    secret: z.string().describe("Base32, in groups, for typing into an authenticator app"),
    uri: z.string().describe("The same as an otpauth:// address"),
  })
  .meta({ id: "SecondFactorOffer" });
export type SecondFactorOffer = z.infer<typeof SecondFactorOffer>;

export const RecoveryCodes = z
  .object({ recovery_codes: z.array(z.string()).describe("Shown once; each works once") })
  .meta({ id: "RecoveryCodes" });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const SwitchOrganization = z.object({ organization_id: z.string() });
export const RevokedSessions = z.object({ revoked: z.number().int() });
