import { expect, test } from "vitest";
import { isTimeZone, Period } from "./contract";
import { bucketsOf } from "./period";
import { instantOf, wallOf } from "./zone";

const starts = (period: string, zone: string, now: string) =>
  bucketsOf(period, zone, new Date(now)).bounds.map((at) => at.toISOString().slice(0, 16));

test("a day is 24 hours of the zone's clocks, the running one last, whatever the zone's minutes are", () => {
  const { bucket, bounds } = bucketsOf("24h", "Asia/Kolkata", new Date("2026-03-10T10:10:00Z"));
  expect(bucket).toBe("hour");
  expect(bounds).toHaveLength(25);
  expect(bounds.at(-2)?.toISOString()).toBe("2026-03-10T09:30:00.000Z");
  expect(starts("1h", "UTC", "2026-03-10T10:10:00Z")).toEqual([
    "2026-03-10T09:15",
    "2026-03-10T09:30",
    "2026-03-10T09:45",
    "2026-03-10T10:00",
    "2026-03-10T10:15",
  ]);
});

test("days begin at midnight of the zone, also when they have 23 or 25 hours", () => {
  expect(starts("4d", "Europe/Berlin", "2026-03-30T12:00:00Z")).toEqual([
    "2026-03-26T23:00",
    "2026-03-27T23:00",
    "2026-03-28T23:00",
    "2026-03-29T22:00",
    "2026-03-30T22:00",
  ]);
  expect(starts("4d", "Europe/Berlin", "2026-10-26T12:00:00Z")).toEqual([
    "2026-10-22T22:00",
    "2026-10-23T22:00",
    "2026-10-24T22:00",
    "2026-10-25T23:00",
    "2026-10-26T23:00",
  ]);
});

test("weeks begin on Monday", () => {
  const { bucket, bounds } = bucketsOf("366d", "UTC", new Date("2026-11-20T12:00:00Z"));
  expect(bucket).toBe("week");
  expect(bounds).toHaveLength(54);
  for (const at of bounds) expect(at.getUTCDay()).toBe(1);
  expect(bounds.at(-2)?.toISOString()).toBe("2026-11-16T00:00:00.000Z");
});

test("a midnight that the clocks skip is the moment they skip it; one they show twice is the first", () => {
  // Beirut put its clocks forward at midnight on 27 March 2022, Havana back at one on 1 November 2026.
  const beirut = instantOf("Asia/Beirut", Date.UTC(2022, 2, 27));
  expect(new Date(beirut).toISOString()).toBe("2022-03-26T22:00:00.000Z");
  expect(wallOf("Asia/Beirut", beirut)).toBe(Date.UTC(2022, 2, 27, 1));
  const havana = instantOf("America/Havana", Date.UTC(2026, 10, 1));
  expect(new Date(havana).toISOString()).toBe("2026-11-01T04:00:00.000Z");
});

test("a zone is a name that the runtime knows, a period one that can be answered", () => {
  for (const zone of ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
    expect(isTimeZone(zone)).toBe(true);
  for (const zone of ["", "+02:00", "Mars/Olympus", "Europe/Berlin'; DROP"]) expect(isTimeZone(zone)).toBe(false);
  for (const period of ["1h", "24h", "7d", "366d"]) expect(Period.safeParse(period).success).toBe(true);
  for (const period of ["0h", "24", "9999d", "367d", "1w", "-1h"]) expect(Period.safeParse(period).success).toBe(false);
});
