/** What a `datetime-local` field holds for this moment: the wall clock of the reader's own zone, to the minute. */
export function localOf(at: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment that such a field names, as it is sent; null for what names none. */
export function momentOf(local: string): string | null {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** What is special about a wall clock's time on the day when clocks change; null on every other. */
export type ClockChange = "skipped" | "twice";

// Clocks go back by half an hour on Lord Howe, and have gone by two elsewhere.
const STEPS_MS = [30, 60, 120].map((minutes) => minutes * 60_000);

/** Whether this time does not exist in the reader's zone, or exists twice; of two, `momentOf` means the earlier one. */
export function clockChangeAt(local: string): ClockChange | null {
  const at = new Date(local);
  if (Number.isNaN(at.getTime())) return null;
  if (localOf(at) !== local.slice(0, 16)) return "skipped";
  return STEPS_MS.some((step) => localOf(new Date(at.getTime() + step)) === local.slice(0, 16)) ? "twice" : null;
}

/** The reader's own zone, as people say it: `Europe/Berlin`. */
export const zoneName = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ");

/** How far the reader's clock is from UTC at that moment, which need not be as far as today: `GMT+1`. */
export const offsetAt = (at: Date): string | null =>
  new Intl.DateTimeFormat("en", { timeZoneName: "shortOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value ?? null;
