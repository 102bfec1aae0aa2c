import { AuditQuery } from "@/lib/audit/contract";

/** What the address of the audit log says. */
export type LogQuery = Partial<Record<(typeof FIELDS)[number], string>>;

export const FIELDS = ["q", "verb", "actor", "subject_kind", "subject_id", "from", "to", "cursor"] as const;

/** Reads the address, leaving out what the log does not know or cannot use: somebody may have typed it. */
export function readQuery(params: Record<string, string | string[] | undefined>): LogQuery {
  const query: LogQuery = {};
  for (const field of FIELDS) {
    const value = params[field];
    if (typeof value !== "string" || value.trim() === "") continue;
    if (AuditQuery.shape[field].safeParse(inFull(field, value)).success) query[field] = value;
  }
  return query;
}

export function writeQuery(query: LogQuery): string {
  const params = new URLSearchParams(Object.entries(query));
  return params.size > 0 ? `?${params}` : "";
}

/** As the API takes it: the browser's date fields give days, which begin and end in UTC. */
export const apiQuery = (query: LogQuery) =>
  Object.fromEntries(FIELDS.flatMap((field) => (query[field] ? [[field, inFull(field, query[field])]] : [])));

function inFull(field: (typeof FIELDS)[number], value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  if (field === "from") return `${value}T00:00:00Z`;
  return field === "to" ? `${value}T23:59:59.999Z` : value;
}
