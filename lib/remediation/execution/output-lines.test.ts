import { expect, test } from "vitest";
import { OutputLines } from "./output-lines";

test("nothing in a line of output steers a terminal or turns what people read around", () => {
  const lines = new OutputLines([]);
  const sent = [
    "ok \u009b31mred\u009b0m and \u001b[1mbold\u001b[0m",
    "\u202egnihtoN\u202c deleted \u2066x\u2069\u200f",
    "\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u009d0;title\u009cdone",
    "a\ttab, Grüße, שלום\u0085\r",
  ];
  expect(lines.push(Buffer.from(`${sent.join("\n")}\n`))).toEqual([
    "ok red and bold",
    "gnihtoN deleted x",
    "link done",
    "a\ttab, Grüße, שלום",
  ]);
});
