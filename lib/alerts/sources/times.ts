const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d*)?)?(Z|[+-]\d\d:?\d\d)$/i;
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * A moment written as ISO 8601 with its offset. Null for everything else, a day that no calendar has and Go's zero time (year 1) among
 * it: then the time of arrival counts.
 */
export function timeOf(value: unknown): Date | null {
  if (typeof value !== "string") return null;
  const parts = ISO.exec(value.trim());
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // The calendar rolls 30 February over to March; nobody means that.
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return null;
  const ms = Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3));
  return sane(local.getTime() + ms - offsetMs(parts[8] ?? "Z"));
}

/** A moment as ISO 8601, or as seconds or milliseconds since 1970, written as a number or as digits. */
export function timeOrEpochOf(value: unknown): Date | null {
  const count = typeof value === "string" && /^\d{9,14}(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof count !== "number") return timeOf(value);
  return sane(count < 1e11 ? count * 1_000 : count);
}

const sane = (ms: number): Date | null => (ms >= EARLIEST && ms < LATEST ? new Date(ms) : null);

function offsetMs(zone: string): number {
  if (/z/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
