import { hoursOf, type IncidentTrend } from "./contract";
import { instantOf, wallOf } from "./zone";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type Window = { period: string; from: Date; asOf: Date; before: Date };

/**
 * The period that ends now. It begins at a whole minute, so that the same question within a minute is about the same incidents; `before`
 * is where the period of the same length before it begins.
 */
export function windowOf(period: string, asOf: Date): Window {
  const length = hoursOf(period) * HOUR_MS;
  const from = Math.floor(asOf.getTime() / MINUTE_MS) * MINUTE_MS - length;
  return { period, from: new Date(from), asOf, before: new Date(from - length) };
}

export const presentWindow = ({ period, from, asOf }: Window) => ({
  period,
  from: from.toISOString(),
  as_of: asOf.toISOString(),
});

type Bucket = IncidentTrend["bucket"];

const bucketOf = (hours: number): Bucket =>
  hours <= 6 ? "quarter_hour" : hours <= 72 ? "hour" : hours <= 92 * 24 ? "day" : "week";

const lengths = { quarter_hour: HOUR_MS / 4, hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS };

/**
 * The buckets of a trend: as many as fill the period, by the clocks of `zone`, the last being the one that `now` is in. `bounds` are their
 * starts and then the end of the last.
 */
export function bucketsOf(period: string, zone: string, now: Date): { bucket: Bucket; bounds: Date[] } {
  const hours = hoursOf(period);
  const bucket = bucketOf(hours);
  const length = lengths[bucket];
  const count = Math.ceil((hours * HOUR_MS) / length);
  const bounds =
    bucket === "day" || bucket === "week"
      ? calendarBounds(bucket, zone, now, count)
      : clockBounds(length, zone, now, count);
  return { bucket, bounds: bounds.map((at) => new Date(at)) };
}

/** Hours are counted as they pass: on the day the clocks go back there are 25. */
function clockBounds(length: number, zone: string, now: Date, count: number): number[] {
  const wall = wallOf(zone, now.getTime());
  const start = now.getTime() - (((wall % length) + length) % length);
  return Array.from({ length: count + 1 }, (_, i) => start + (i + 1 - count) * length);
}

/** Days and weeks begin when the clocks show midnight, however long they are. */
function calendarBounds(bucket: "day" | "week", zone: string, now: Date, count: number): number[] {
  const days = bucket === "day" ? 1 : 7;
  const today = Math.floor(wallOf(zone, now.getTime()) / DAY_MS);
  // Day 0 was a Thursday; weeks begin on Monday.
  const first = bucket === "day" ? today : today - ((((today + 3) % 7) + 7) % 7);
  return Array.from({ length: count + 1 }, (_, i) => instantOf(zone, (first + (i + 1 - count) * days) * DAY_MS));
}
