import { expect, test } from "vitest";
import { unseenFigures } from "./unseen-figures";

const info =
  "used_memory:53756512\nmaxmemory:52428800\nconnected_clients:198\nmaxclients:200\nuptime_in_seconds:7212\nversion 7.0.15";

test.each([
  ["Redis uses 51.3 MB of 50.0 MB, which is 102.5 %.", []],
  ["53,756,512 bytes are used; 198 of 200 clients are connected, 99.0 %.", []],
  ["It has run for 120.2 minutes since 20:13:41 on 10.0.0.1:6379 in version 7.0.15, host db-1234.", []],
  ["It is full; 3 things are wrong.", []],
  ["It is 97.3 % full after 123456 errors.", ["97.3", "123456"]],
  ["198 of 200 is a share of 0.990, or 99.0 percent; 52428800 is 97.5% of 53756512.", []],
  ["It used 77.7 MB and 4,321 clients came.", ["77.7", "4,321"]],
])("%s", (sentence, unseen) => {
  expect(unseenFigures(sentence, [info])).toEqual(unseen);
});

test("a figure that was made up does not pass for one of many by chance", () => {
  const many = Array.from({ length: 300 }, (_, index) => `field_${index}:${index ** 3 * 37 + 1_009}`).join("\n");
  expect(unseenFigures("There were 987654 errors, 12.345 a second.", [many])).toEqual(["987654", "12.345"]);
});
