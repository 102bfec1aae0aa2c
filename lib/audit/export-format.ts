import type { Entry } from "./chain";

/** Columns of the export, in both formats: with them anybody can recompute every hash. */
export const COLUMNS = [
  "record",
  "version",
  "organization_id",
  "seq",
  "at",
  "actor_kind",
  "actor_id",
  "actor_name",
  "key_id",
  "address",
  "user_agent",
  "request_id",
  "verb",
  "subject_kind",
  "subject_id",
  "data",
  "previous_hash",
  "hash",
] as const;

export type Line = Record<(typeof COLUMNS)[number], unknown>;

export const entryLine = (entry: Entry): Line => ({
  record: "entry",
  version: entry.version,
  organization_id: entry.organizationId,
  seq: Number(entry.seq),
  at: entry.at.toISOString(),
  actor_kind: entry.actorKind,
  actor_id: entry.actorId,
  actor_name: entry.actorName,
  key_id: entry.keyId,
  address: entry.address,
  user_agent: entry.userAgent,
  request_id: entry.requestId,
  verb: entry.verb,
  subject_kind: entry.subjectKind,
  subject_id: entry.subjectId,
  data: entry.data,
  previous_hash: entry.previousHash,
  hash: entry.hash,
});

const bare: Line = {
  record: null,
  version: null,
  organization_id: null,
  seq: null,
  at: null,
  actor_kind: null,
  actor_id: null,
  actor_name: null,
  key_id: null,
  address: null,
  user_agent: null,
  request_id: null,
  verb: null,
  subject_kind: null,
  subject_id: null,
  data: null,
  previous_hash: null,
  hash: null,
};

/** The first line: whose chain it is, and what of it. Without filters, every entry must follow. */
export const openingLine = (organizationId: string, at: Date, filters: object | null): Line => ({
  ...bare,
  record: "export",
  organization_id: organizationId,
  at: at.toISOString(),
  data: { filters },
});

/** The last line: where the chain ended when it was exported. An export without it was cut off. */
export const headLine = (organizationId: string, head: { seq: bigint; hash: string }, entries: number): Line => ({
  ...bare,
  record: "head",
  organization_id: organizationId,
  seq: Number(head.seq),
  data: { entries },
  hash: head.hash,
});

/** One JSON object a line (https://github.com/ndjson/ndjson-spec): written and read without ever holding the whole. */
export const toNdjson = (line: Line): string => `${JSON.stringify(line)}\n`;

/** RFC 4180. Null is an empty cell; text without letters is an empty pair of quotes, so that the two stay apart. */
export const toCsv = (line: Line): string => `${COLUMNS.map((column) => cell(line[column])).join(",")}\r\n`;

export const CSV_HEADER = `${COLUMNS.join(",")}\r\n`;

// What a spreadsheet takes for a formula, and the mark itself, so that taking one mark away always gives the text back.
// https://owasp.org/www-community/attacks/CSV_Injection
const FORMULA = /^[=+\-@\t\r\n']/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
