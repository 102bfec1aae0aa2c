import { expect, test } from "vitest";
import { ago, countdown, elapsed, took } from "./duration";

test("a duration is told in the two units that matter", () => {
  expect([14_900, 125_000, 11_220_000, 183_600_000].map(elapsed)).toEqual([
    "14 s",
    "2 min 05 s",
    "3 h 07 min",
    "2 d 3 h",
  ]);
});

test("a clock that is behind never shows a negative time", () => {
  expect(elapsed(-5_000)).toBe("0 s");
  expect(ago(-5_000)).toBe("just now");
  expect(countdown(-5_000)).toBe("0:00");
});

test("a countdown reaches zero only when nothing is left", () => {
  expect([3_723_000, 299_500, 1].map(countdown)).toEqual(["1:02:03", "5:00", "0:01"]);
});

test("short work is told in milliseconds", () => {
  expect([8.4, 1_240, 125_000].map(took)).toEqual(["8 ms", "1.2 s", "2 min 05 s"]);
});
