import { expect, test } from "vitest";
import { dollars } from "./money";

test("thousands are set apart, and what costs less than a cent is not nothing", () => {
  expect([dollars(100_000), dollars(0), dollars(1_234.5), dollars(0.0472, 3)]).toEqual([
    "$100,000.00",
    "$0.00",
    "$1,234.50",
    "$0.047",
  ]);
});
