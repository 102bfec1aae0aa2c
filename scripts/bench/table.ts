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
const columns = Object.keys(titles) as (keyof Finding)[];

/** The findings as a table for a terminal. */
export function tableOf(findings: Finding[]): string {
  const rows = [titles, ...findings];
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: Record<keyof Finding, string>) =>
    columns
      .map((column, i) => row[column].padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(titles), rule, ...findings.map(line)].join("\n");
}

export const isBroken = ({ verdict }: Finding): boolean => verdict === "OVER" || verdict === "WRONG";

/** How busy the machine is: other people's work makes every figure worse. */
export const loadInWords = (): string =>
  `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(" ")} on ${cpus().length} cores`;
