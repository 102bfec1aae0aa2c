import type { Answer } from "./finding";

export type Row = Record<string, unknown>;

/** One read-only question to a Postgres server: a query, and what its rows mean. */
export type PostgresCollector = {
  source: string;
  /** On one line, as it is run and shown. */
  sql: string;
  /** The same for servers whose version number is lower, where the catalog was another. */
  older?: { below: number; sql: string };
  read(rows: Row[]): Answer;
};

/** A query on one line. */
export const oneLine = (sql: string): string => sql.replace(/\s+/g, " ").trim();

export const textIn = (row: Row, column: string): string => (row[column] == null ? "" : String(row[column]));
export const numberIn = (row: Row, column: string): number => Number(row[column] ?? 0);

/** Rows as people read them: names of columns, then a line for each row. */
export function table(rows: Row[]): string {
  const [first] = rows;
  if (!first) return "(0 rows)";
  const columns = Object.keys(first);
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(" | "));
  return [columns.join(" | "), ...lines, `(${rows.length} row${rows.length === 1 ? "" : "s"})`].join("\n");
}

// Texts are quoted, so that no name or query can pass for a column, a row or a word of ours.
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return `{${value.join(",")}}`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
