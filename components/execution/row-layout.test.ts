import { expect, test } from "vitest";
import type { Line } from "./lines";
import { RowLayout, wrap } from "./row-layout";

const line = (text: string): Line => ({ kind: "stdout", text, at: "", isBad: false });

test("wrapping loses and repeats nothing", () => {
  const texts = ["", "short", "x".repeat(25), "世界".repeat(9), "a😀".repeat(7)];
  for (const text of texts) {
    const parts = wrap(text, 10);
    expect(parts.join("")).toBe(text);
    expect(parts.every((part) => [...part].length <= 10)).toBe(true);
  }
  expect(wrap("世".repeat(6), 10)).toEqual(["世".repeat(5), "世"]);
});

test("any window of rows is the same as that part of all rows", () => {
  const lines = Array.from({ length: 200 }, (_, i) => line(`${i}:`.padEnd((i * 7) % 45, "-")));
  const layout = new RowLayout(lines, 12);
  const all = layout.rows(0, layout.rowCount);
  expect(all).toHaveLength(layout.rowCount);
  for (const first of [0, 1, 17, 100, layout.rowCount - 5])
    expect(layout.rows(first, first + 20)).toEqual(all.slice(first, first + 20));
});

test("lines that arrive later are laid out behind those before", () => {
  const lines = [line("x".repeat(30))];
  const layout = new RowLayout(lines, 10);
  expect(layout.rowCount).toBe(3);
  lines.push(line("y"));
  expect(layout.rowCount).toBe(4);
  expect(layout.rows(3, 4)).toEqual([{ line: 1, text: "y", part: 0 }]);
});

test("without wrapping every line is one row, and a monstrous one is cut with a word about it", () => {
  const layout = new RowLayout([line("x".repeat(1_000_000)), line("y")], null);
  expect(layout.rowCount).toBe(2);
  expect(layout.rows(0, 9).map(({ text }) => text.length < 5_000)).toEqual([true, true]);
  expect(layout.rows(0, 1)[0]?.text).toContain("996000 more characters");
});
