import { cpus, loadavg } from "node:os";

/** One line of the result: a measurement beside the bare thing, and what was promised. */
export type Finding = {
  what: string;
  ours: string;
  against: string;
  difference: string;
  /** What was promised; empty when nothing was. */
  bound: string;
  verdict: "ok" | "OVER" | "WRONG" | "skipped" | "";
};

const titles: Record<keyof Finding, string> = {
  what: "What",
  ours: "Ours",
  against: "Compared with",
  difference: "Ratio / difference",
  bound: "Bound",
  verdict: "",
};

/** The findings as a table for a terminal. */
export const tableOf = (findings: Finding[]): string => gridOf(titles, findings);

/** Rows under the titles of their columns, for a terminal. */
export function gridOf<Column extends string>(
  titles: Record<Column, string>,
  rows: readonly Record<Column, string>[],
): string {
  const columns = Object.keys(titles) as Column[];
  const widths = columns.map((column) => Math.max(...[titles, ...rows].map((row) => row[column].length)));
  const line = (row: Record<Column, string>) =>
    columns
      .map((column, i) => row[column].padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(titles), rule, ...rows.map(line)].join("\n");
}

export const isBroken = ({ verdict }: Finding): boolean => verdict === "OVER" || verdict === "WRONG";

/** How busy the machine is: other people's work makes every figure worse. */
export const loadInWords = (): string =>
  `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(" ")} on ${cpus().length} cores`;
