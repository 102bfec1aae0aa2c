import type { Line, LineKind } from "./lines";
import type { Row } from "./row-layout";

/** The height of every row in pixels: what makes a hundred thousand of them scroll without measuring any. */
export const ROW_HEIGHT = 20;
/** The prefix's width in columns (4ch below), and the padding of a row on both sides in pixels (px-3): what is left is for text. */
export const PREFIX_COLUMNS = 4;
export const ROW_PADDING = 24;

const prefixes = {
  section: "──",
  note: "·",
  command: "$",
  stdout: "out",
  stderr: "err",
  result: "=",
  health: "♥",
  complete: "✓",
  error: "✗",
} as const satisfies Record<LineKind, string>;

const looks = {
  section: "text-term-ink font-semibold",
  note: "text-term-muted",
  command: "text-term-command font-semibold",
  stdout: "text-term-ink",
  stderr: "text-term-err bg-term-err-bg",
  result: "text-term-ink",
  health: "text-term-muted",
  complete: "text-term-ok font-semibold",
  error: "text-term-err font-semibold",
} as const satisfies Record<LineKind, string>;

type Props = { row: Row; line: Line };

export function TerminalRow({ row, line }: Props) {
  const look = line.isBad && line.kind !== "stderr" ? "text-term-err" : looks[line.kind];
  return (
    <div className={`flex h-5 px-3 leading-5 whitespace-pre ${look}`}>
      <span className="w-[4ch] shrink-0 select-none">
        {row.part > 0 ? "" : line.isBad && line.kind === "result" ? "✗" : prefixes[line.kind]}
      </span>
      <span className="shrink-0">{row.text}</span>
    </div>
  );
}
