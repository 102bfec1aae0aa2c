import { z } from "zod";
import { Verification } from "../audit/contract";
import { Role, Scope, SecurityEventKind, SecuritySeverity } from "../auth/contract";
import { IsoTime, PageQuery, pageOf, SentTime } from "../platform/contract";

const Cursor = z
  .uuid("is not a cursor that this list gave")
  .optional()
  .describe("`next_cursor` of the page before; it takes the place of `page`");
const Days = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
const listed = {
  total_is_exact: z.boolean().describe("False when there are more than `total` matches: counting stops at 10,000"),
  next_cursor: z.string().nullable().describe("For the page after this one; null on the last"),
};
const Actor = z.object({ kind: z.string(), id: z.string(), name: z.string() });

/** How long what is not in the audit chain is kept. The chain is kept for good. */
export const KEPT_DAYS = { access: 30, events: 365 } as const;

export const AccessQuery = PageQuery.extend({
  cursor: Cursor,
  actor: z.string().trim().min(1).max(200).optional().describe("Id or name of who called"),
  key_id: z.uuid().optional(),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
  route: z.string().trim().min(1).max(200).optional().describe("The pattern, for example `/incidents/{id}`"),
  status: z.coerce.number().int().min(100).max(599).optional(),
  from: SentTime.optional(),
  to: SentTime.optional(),
});

export const AccessEntryView = z
  .object({
    id: z.string(),
    at: IsoTime,
    request_id: z.string(),
    method: z.string(),
    route: z.string(),
    status: z.number().int(),
    duration_ms: z.number().describe("Until the answer began"),
    actor: Actor,
    key_id: z.string().nullable(),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    lost_before: z
      .number()
      .int()
      .describe("How many calls before this one could not be recorded because the database was away for too long"),
  })
  .meta({ id: "AccessEntry" });
export type AccessEntryView = z.infer<typeof AccessEntryView>;
export const AccessPage = pageOf(AccessEntryView).extend(listed).meta({ id: "AccessPage" });
export type AccessPage = z.infer<typeof AccessPage>;

export const SecurityEventsQuery = PageQuery.extend({
  cursor: Cursor,
  severity: SecuritySeverity.optional(),
  kind: SecurityEventKind.optional(),
  days: Days(KEPT_DAYS.events, 7),
});

export const SecurityEventView = z
  .object({
    id: z.string(),
    at: IsoTime,
    kind: SecurityEventKind,
    severity: SecuritySeverity,
    text: z.string().describe("The event in words"),
    actor: Actor.nullable(),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    request_id: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "SecurityEvent" });
export type SecurityEventView = z.infer<typeof SecurityEventView>;
export const SecurityEventPage = pageOf(SecurityEventView).extend(listed).meta({ id: "SecurityEventPage" });
export type SecurityEventPage = z.infer<typeof SecurityEventPage>;

export const PermissionsQuery = z.object({
  user_email: z.email().max(254).optional().describe("Of a member; without it, of who asks"),
});

const Right = z.object({ permission: z.string(), text: z.string(), because: z.string() });
export const PermissionsView = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
    role: Role,
    member_since: IsoTime,
    text: z.string().describe("The answer in words"),
    may: z.array(Right),
    may_not: z.array(Right),
    signs_in_by: z.array(z.string()),
    has_second_factor: z.boolean(),
    sessions: z.array(
      z.object({
        id: z.string(),
        created_at: IsoTime,
        expires_at: IsoTime,
        address: z.string().nullable(),
        user_agent: z.string().nullable(),
      }),
    ),
    api_keys: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          scope: Scope,
          may: z.array(z.string()),
          created_at: IsoTime,
          expires_at: IsoTime.nullable(),
          last_used_at: IsoTime.nullable(),
        }),
      )
      .describe("Live keys that this person created; they go on working for the organization, whoever made them"),
  })
  .meta({ id: "Permissions" });
export type PermissionsView = z.infer<typeof PermissionsView>;

export const ThreatsQuery = z.object({ days: Days(30, 7) });
export const Threat = z
  .object({
    rule: z.string(),
    title: z.string(),
    severity: SecuritySeverity,
    text: z.string().describe("What was seen, in words"),
    subject: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    first_at: IsoTime,
    last_at: IsoTime,
    count: z.number().int(),
    events: z.array(z.string()).describe("Ids of the security events it rests on, the newest 50"),
    what_to_do: z.array(z.string()),
  })
  .meta({ id: "Threat" });
export type Threat = z.infer<typeof Threat>;
export const ThreatReport = z
  .object({
    generated_at: IsoTime,
    days: z.number().int(),
    events_examined: z.number().int(),
    is_complete: z.boolean().describe("False when there were more events than are examined; the newest were"),
    rules: z.array(z.object({ id: z.string(), title: z.string(), looks_for: z.string(), found: z.number().int() })),
    threats: z.array(Threat),
  })
  .meta({ id: "ThreatReport" });
export type ThreatReport = z.infer<typeof ThreatReport>;

export const ComplianceQuery = z.object({ days: Days(365, 30) });
export const ComplianceCheck = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(["passed", "attention", "failed", "informative"]),
    checked: z.string().describe("What was looked at, and how"),
    found: z.string().describe("What was found"),
    figures: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
  })
  .meta({ id: "ComplianceCheck" });
export type ComplianceCheck = z.infer<typeof ComplianceCheck>;
export const ComplianceReport = z
  .object({
    organization: z.object({ id: z.string(), name: z.string() }),
    generated_at: IsoTime,
    from: IsoTime,
    to: IsoTime,
    text: z.string().describe("The whole report in words"),
    counts: z.object({ passed: z.number(), attention: z.number(), failed: z.number(), informative: z.number() }),
    checks: z.array(ComplianceCheck),
    audit: Verification,
  })
  .meta({ id: "ComplianceReport" });
export type ComplianceReport = z.infer<typeof ComplianceReport>;
