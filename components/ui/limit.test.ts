import { expect, test } from "vitest";
import { limitWords } from "./limit";

test("how much fits is told once it is near, and by how much it is over", () => {
  expect(limitWords(99_999, 20_000)).toBe("At most 20,000 characters; it has 99,999");
  expect(limitWords(19_500, 20_000)).toBe("19,500 of 20,000 characters");
  expect(limitWords(8, 7)).toBe("At most 7 characters; it has 8");
  for (const [length, limit] of [
    [1_000, 20_000],
    [7, 7],
    [5_000, undefined],
  ] as const)
    expect(limitWords(length, limit)).toBeNull();
});
