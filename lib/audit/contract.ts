import { z } from "zod";
import { IsoTime, PageQuery, pageOf, SentTime } from "../platform/contract";

const Seq = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const word = (max: number) => z.string().trim().min(1).max(max);

/** Filters of the audit log; they combine. */
export const AuditFilters = z.object({
  verb: word(100)
    .optional()
    .describe("What was done: `proposal.approve`, or a noun alone (`proposal`) for everything done to it"),
  actor: word(200)
    .optional()
    .describe(
      "Who did it: an id, a name, an email of a member, or a kind (`user`, `apiKey`, `webhook`, `system`, `agent`)",
    ),
  subject_kind: word(100).optional(),
  subject_id: word(100).optional(),
  from: SentTime.optional(),
  to: SentTime.optional(),
  q: word(200).optional().describe("Words, or beginnings of words, that all occur in the entry"),
});
export type AuditFilters = z.output<typeof AuditFilters>;

export const AuditQuery = AuditFilters.extend({
  page: PageQuery.shape.page,
  page_size: PageQuery.shape.page_size,
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, "is not a cursor that this list gave")
    .optional()
    .describe(
      "`next_cursor` of the page before; it takes the place of `page`, and stays as fast on the last page as on the first",
    ),
});
export const AuditExportQuery = AuditFilters.extend({ format: z.enum(["csv", "json"]).default("csv") });

/** A head that somebody wrote down before: of an export, of an earlier verification. */
export const VerifyQuery = z
  .object({
    anchor_seq: Seq.optional(),
    anchor_hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "is not a SHA-256 in hex")
      .optional()
      .describe("The hash that entry `anchor_seq` had when it was written down"),
  })
  .refine((query) => (query.anchor_seq === undefined) === (query.anchor_hash === undefined), {
    message: "anchor_seq and anchor_hash belong together",
    path: ["anchor_seq"],
  });

export const AuditEntryView = z
  .object({
    seq: z.number().int().describe("Counts from 1 without gaps"),
    at: IsoTime,
    verb: z.string(),
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    subject: z.object({ kind: z.string(), id: z.string() }),
    data: z
      .record(z.string(), z.unknown())
      .describe("What there is to know; a change has `before` and `after`, a decision its `policy_version`"),
    key_id: z.string().nullable().describe("The API key that the call came with"),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    request_id: z.string().nullable(),
    version: z.number().int().describe("Which fields the hash covers"),
    previous_hash: z.string(),
    hash: z.string(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntryView = z.infer<typeof AuditEntryView>;

export const AuditPage = pageOf(AuditEntryView)
  .extend({
    total_is_exact: z.boolean().describe("False when there are more than `total` matches: counting stops at 10,000"),
    next_cursor: z.string().nullable().describe("For the page after this one; null on the last"),
  })
  .meta({ id: "AuditPage" });
export type AuditPage = z.infer<typeof AuditPage>;

export const BreakKind = z
  .enum(["changed", "removed", "inserted", "link", "foreign", "version", "truncated", "head", "signature", "anchor"])
  .meta({ id: "AuditBreakKind" });
export type BreakKind = z.infer<typeof BreakKind>;

/** What a verification of the chain found. */
export const Verification = z
  .object({
    intact: z.boolean(),
    text: z.string().describe("The finding in words"),
    entries: z.number().int().describe("How many entries were recomputed and fit"),
    head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
    first_break: z
      .object({ seq: z.number().int(), what: BreakKind, text: z.string() })
      .nullable()
      .describe("The first entry that does not fit, and what does not"),
    signature: z
      .enum(["valid", "invalid", "absent", "other_key", "not_checked"])
      .describe("The keyed signature over the chain; `not_checked` when a link before its end is broken"),
    signed_from: z.number().int().nullable().describe("The first entry that the signature covers"),
    checked_at: IsoTime,
    duration_ms: z.number(),
  })
  .meta({ id: "AuditVerification" });
export type Verification = z.infer<typeof Verification>;
