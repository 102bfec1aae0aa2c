import type { Watched } from "../watched";

/** What is wrong, as far as one sample tells. With the service's name it makes an incident's dedup key. */
export const causes = ["memory", "connections", "locks", "down", "unhealthy"] as const;
export type Cause = (typeof causes)[number];

/** What one look at a service gave. */
export type Reading = {
  /** Percent: 100 is idle, 0 is full or unreachable. */
  health: number;
  /** Flat, snake_case, units in names where they are not plain counts or bytes. */
  metrics: Record<string, number | string>;
  /** Why the service could not be read as an application reads it, in its client's or its own words. */
  error: string | null;
  /** What it said when it refused something: real lines, never composed ones. */
  errorLines: string[];
};

/** One kind of service. Adding a kind is adding one of these to the registry. */
export type ProbeKind = {
  /** One look. Rejects when the service cannot be reached; what it opens is closed by the end or when the signal is aborted. */
  read(watched: Watched, signal: AbortSignal): Promise<Reading>;
  /** The text of what `read` rejected with, as people search for it. */
  errorText(error: unknown): string;
  /** What a bad reading shows. */
  causeOf(reading: Reading): Cause;
  /** Causes that are over as soon as the service lets us in again, however it fares otherwise. */
  overOnceItAnswers: readonly Cause[];
};

/** Percent that is left when `used` of `limit` are taken, to two decimals. */
export function healthOf(used: number, limit: number): number {
  const percent = 100 - (used / limit) * 100;
  return Math.round(Math.min(100, Math.max(0, percent)) * 100) / 100;
}
