import type { Line } from "./lines";

/** A row on the screen: a whole line, or one part of a line that is wrapped. */
export type Row = { line: number; text: string /** Counts from 0 within the line. */; part: number };

// A line longer than this is cut where it is not wrapped: the browser would have to lay out all of it.
const MOST_UNWRAPPED = 4_000;

/** Characters that take two columns in a monospaced font: Hangul, Chinese, Japanese, emoji. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;
const isNarrow = (text: string) => !/[^\u0020-\u10ff]/.test(text);

/** The parts of a text that each fit in `columns`; one part, which may be empty, at least. */
export function wrap(text: string, columns: number): string[] {
  if (text.length <= columns && isNarrow(text)) return [text];
  const parts: string[] = [];
  let part = "";
  let width = 0;
  for (const char of text) {
    const size = wide.test(char) ? 2 : 1;
    if (width + size > columns && part) {
      parts.push(part);
      part = "";
      width = 0;
    }
    part += char;
    width += size;
  }
  parts.push(part);
  return parts;
}

/**
 * Which rows of fixed height the lines fill, so that a virtual list can find any of them. Without wrapping that is one row each; with it,
 * the count of rows up to each line is kept and grows as lines arrive.
 */
export class RowLayout {
  /** `ends[i]` is the number of rows that lines 0 to i fill. */
  private ends: number[] = [];

  constructor(
    private readonly lines: readonly Line[],
    /** Null: do not wrap. */
    private readonly columns: number | null,
  ) {}

  get rowCount(): number {
    if (this.columns === null) return this.lines.length;
    for (let i = this.ends.length; i < this.lines.length; i++) {
      const text = this.lines[i]?.text ?? "";
      const rows = isNarrow(text)
        ? Math.max(1, Math.ceil(text.length / this.columns))
        : wrap(text, this.columns).length;
      this.ends.push((this.ends[i - 1] ?? 0) + rows);
    }
    return this.ends.at(-1) ?? 0;
  }

  /** The rows from `first` up to and without `end`. */
  rows(first: number, end: number): Row[] {
    const rows: Row[] = [];
    if (this.columns === null) {
      for (let line = first; line < Math.min(end, this.lines.length); line++)
        rows.push({ line, text: cut(this.lines[line]?.text ?? ""), part: 0 });
      return rows;
    }
    for (let line = this.lineAt(first); line < this.lines.length; line++) {
      const start = this.ends[line - 1] ?? 0;
      if (start >= end) break;
      for (const [part, text] of wrap(this.lines[line]?.text ?? "", this.columns).entries()) {
        if (start + part >= first && start + part < end) rows.push({ line, text, part });
      }
    }
    return rows;
  }

  /** The first line whose rows reach beyond `row`. */
  private lineAt(row: number): number {
    let [low, high] = [0, this.ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] ?? 0) > row) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const cut = (text: string) =>
  text.length <= MOST_UNWRAPPED
    ? text
    : `${text.slice(0, MOST_UNWRAPPED)} … ${text.length - MOST_UNWRAPPED} more characters; wrap lines or copy to see them`;
