const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}

/** What the clocks of a zone show at an instant, as the milliseconds at which clocks in UTC would show the same. */
export function wallOf(zone: string, at: number): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const seconds = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return seconds + (((at % 1_000) + 1_000) % 1_000);
}

const DAY_MS = 86_400_000;

/**
 * The first instant at which the clocks of a zone show this or more: where they are put forward past it, the moment of that; where they
 * show it twice, the first time.
 */
export function instantOf(zone: string, wall: number): number {
  const offsetAt = (at: number) => wallOf(zone, at) - at;
  const [before, after] = [offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)];
  const candidates = [wall - before, wall - after].sort((a, b) => a - b);
  const exact = candidates.find((at) => wallOf(zone, at) === wall);
  if (exact !== undefined) return exact;
  // In the gap. The change lies between what the two offsets say.
  let [low = wall - DAY_MS, high = wall + DAY_MS] = candidates;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallOf(zone, middle) >= wall) high = middle;
    else low = middle;
  }
  return high;
}
