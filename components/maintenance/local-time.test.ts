import { afterAll, beforeAll, expect, test } from "vitest";
import { clockChangeAt, localOf, momentOf, offsetAt } from "./local-time";

const { TZ } = process.env;
beforeAll(() => {
  process.env.TZ = "America/New_York";
});
afterAll(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

test("a time that the clocks skip is known for one, and of a time that comes twice the earlier one is meant", () => {
  expect(clockChangeAt("2027-03-14T02:30")).toBe("skipped");
  expect(clockChangeAt("2027-11-07T01:45")).toBe("twice");
  expect(momentOf("2027-11-07T01:45")).toBe("2027-11-07T05:45:00.000Z");
  for (const usual of ["2027-03-14T01:59", "2027-03-14T03:00", "2027-11-07T00:59", "2027-11-07T02:00"]) {
    expect(clockChangeAt(usual)).toBeNull();
    expect(localOf(new Date(usual))).toBe(usual);
  }
  expect(momentOf("275760-01-01T00:00")).toBeNull();
  expect([offsetAt(new Date("2027-01-01")), offsetAt(new Date("2027-07-01"))]).toEqual(["GMT-5", "GMT-4"]);
});
