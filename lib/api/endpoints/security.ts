import { AuditExportQuery, AuditPage, AuditQuery, Verification, VerifyQuery } from "../../audit/contract";
import {
  AccessPage,
  AccessQuery,
  ComplianceQuery,
  ComplianceReport,
  PermissionsQuery,
  PermissionsView,
  SecurityEventPage,
  SecurityEventsQuery,
  ThreatReport,
  ThreatsQuery,
} from "../../security/contract";
import { endpoint, streamOf } from "../endpoint";

const area = "security";
const scope = "admin";

export const security = {
  auditLogs: endpoint({
    method: "GET",
    path: "/security/audit-logs",
    area,
    scope,
    summary: "Every change and every decision, newest first",
    description:
      "Filters combine. Without filters every page number is equally fast; with filters, page numbers reach 10,000 entries back and `cursor` goes on from there, as fast on the last page as on the first.",
    query: AuditQuery,
    answer: AuditPage,
    examples: [
      { summary: "The newest entries", query: { page_size: "50" } },
      { summary: "Who approved what", query: { verb: "proposal.approve" } },
      { summary: "Everything done to one incident", query: { subject_kind: "incident", subject_id: "{incident_id}" } },
      { summary: "What the worker did, with a word in it", query: { actor: "system", q: "memory" } },
    ],
  }),
  auditExport: endpoint({
    method: "GET",
    path: "/security/audit-logs/export",
    area,
    scope,
    summary: "The audit log as a file, oldest first, as a stream",
    description:
      "`format=json` is NDJSON: one JSON object a line. Both formats hold all that is needed to recompute the chain: `npm run audit:verify -- FILE` does it without a server. In CSV, cells that a spreadsheet would take for a formula begin with an apostrophe. The first record says whose chain it is and by which filters, the last where the chain ended. That it was exported is recorded.",
    query: AuditExportQuery,
    answer: streamOf("text/csv", "CSV (RFC 4180), or NDJSON as `application/x-ndjson` with `format=json`"),
    examples: [
      { summary: "Everything, for a spreadsheet", query: { format: "csv" } },
      { summary: "One kind of decision, for a program", query: { format: "json", verb: "proposal.approve" } },
    ],
  }),
  auditVerify: endpoint({
    method: "GET",
    path: "/security/audit-logs/verify",
    area,
    scope,
    summary: "Recompute the whole audit chain and name the first link that does not fit",
    description:
      "Notices entries that were changed, removed, inserted, replaced, brought from another organization or cut off, and by the keyed signature also a chain that was rewritten as a whole. With `anchor_seq` and `anchor_hash` (the last line of an earlier export) it also checks that the chain still is the one it was then. Takes some seconds per hundred thousand entries.",
    query: VerifyQuery,
    answer: Verification,
    examples: [{ summary: "Is it intact?" }],
  }),
  permissions: endpoint({
    method: "GET",
    path: "/security/permissions",
    area,
    scope,
    summary: "What a member may and may not do, and why",
    query: PermissionsQuery,
    answer: PermissionsView,
    refusals: ["not_found"],
    examples: [
      { summary: "Of one member", query: { user_email: "{member_email}" } },
      { summary: "Of nobody here", query: { user_email: "nobody@example.com" }, status: 404 },
    ],
  }),
  accessLogs: endpoint({
    method: "GET",
    path: "/security/access-logs",
    area,
    scope,
    summary: "Who called what, newest first, for the last 30 days",
    description:
      "Written a second or so after the call. While the database is away, up to 10,000 calls wait; what is lost beyond is counted in `lost_before`.",
    query: AccessQuery,
    answer: AccessPage,
    examples: [
      { summary: "The newest calls", query: { page_size: "50" } },
      { summary: "What was refused", query: { status: "403" } },
    ],
  }),
  securityEvents: endpoint({
    method: "GET",
    path: "/security/security-events",
    area,
    scope,
    summary: "What happened at the door: failed sign-ins, refused keys and permits, calls across organizations, limits",
    query: SecurityEventsQuery,
    answer: SecurityEventPage,
    examples: [
      { summary: "Of the last week" },
      { summary: "Severe ones of the last month", query: { severity: "high", days: "30" } },
    ],
  }),
  complianceReport: endpoint({
    method: "GET",
    path: "/security/compliance-report",
    area,
    scope,
    summary: "What was checked and what was found, in words and figures",
    description: "Each statement is computed from stored rows while it is asked for; nothing else is in it.",
    query: ComplianceQuery,
    answer: ComplianceReport,
    examples: [{ summary: "The last 30 days", query: { days: "30" } }],
  }),
  threatDetection: endpoint({
    method: "GET",
    path: "/security/threat-detection",
    area,
    scope,
    summary: "Rules held against the security events: what they found, what it rests on, what to do",
    query: ThreatsQuery,
    answer: ThreatReport,
    examples: [{ summary: "Of the last week", query: { days: "7" } }],
  }),
};
