import { expect, test } from "vitest";
import { partsOf, withoutCitations } from "./citations";

const numbers = new Set([1, 2, 3]);

test("citations of evidence that exists become parts of their own", () => {
  expect(partsOf("Memory is full [1] and refuses writes [2, 3].", numbers)).toEqual([
    { kind: "text", text: "Memory is full " },
    { kind: "citation", number: 1 },
    { kind: "text", text: " and refuses writes " },
    { kind: "citation", number: 2 },
    { kind: "citation", number: 3 },
    { kind: "text", text: "." },
  ]);
});

test("brackets that cite nothing stay as they were written", () => {
  for (const text of ["pid [4711] exited", "[1, 9]", "array[0]", "[]", "[1", "[<b>1</b>]"])
    expect(partsOf(text, numbers)).toEqual([{ kind: "text", text }]);
});

test("neighbouring citations lose nothing between them", () => {
  expect(partsOf("[1][2]", numbers)).toEqual([
    { kind: "citation", number: 1 },
    { kind: "citation", number: 2 },
  ]);
  expect(partsOf("", numbers)).toEqual([]);
});

test("citations can be left out where they lead nowhere", () => {
  expect(withoutCitations("Memory is full [1][2], and writes fail [3, 4].")).toBe("Memory is full, and writes fail.");
});
