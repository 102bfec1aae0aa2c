const MISSED_INTERVALS = 3;
const GRACE_MS = 10_000;

/** Whether a sample of a service that is probed at this interval is so old that nobody can be watching: then it says nothing about now. */
export const isSampleOld = (at: Date, intervalMs: number, now: Date): boolean =>
  now.getTime() - at.getTime() > MISSED_INTERVALS * intervalMs + GRACE_MS;
