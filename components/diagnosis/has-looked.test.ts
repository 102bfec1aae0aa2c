import { expect, test } from "vitest";
import { hasLooked } from "./has-looked";

test("what is only told is nothing that was observed", () => {
  expect(hasLooked([])).toBe(false);
  expect(hasLooked([{ source: "sample" }, { source: "alerts" }])).toBe(false);
  expect(hasLooked([{ source: "sample" }, { source: "redis INFO" }])).toBe(true);
});
