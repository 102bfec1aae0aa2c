import type { Alert } from "../alert";
import { minutes, NEVER, type SignalRow } from "./held";

/** A sender's clock may be this much ahead of ours. What claims to come from later than that counts from when it came. */
const AHEAD_MS = minutes(5);

type Known = Pick<SignalRow, "status" | "changedAt" | "firedSaidAt" | "resolvedSaidAt" | "fireMissingAfter">;

/**
 * The time that orders an alert among those of its signal: the source's own, or that of the arrival where it has none. A clock that is far
 * ahead cannot be compared with ours, but with itself: its words keep their order, and one that is heard again is known by its time.
 */
export function timeOf({ action, at }: Pick<Alert, "action" | "at">, receivedAt: Date, known: Known): Date {
  if (at === null || !(at > NEVER)) return receivedAt;
  const { changedAt, firedSaidAt, resolvedSaidAt } = known;
  const isFiring = known.status === "firing";
  const before = new Date(changedAt.getTime() - 1);
  if (action === "trigger" && isSame(at, firedSaidAt)) return isFiring ? changedAt : (known.fireMissingAfter ?? before);
  if (action === "resolve" && isSame(at, resolvedSaidAt)) return isFiring ? before : changedAt;

  const newest = Math.max(firedSaidAt?.getTime() ?? 0, resolvedSaidAt?.getTime() ?? 0);
  const isAhead = at.getTime() > receivedAt.getTime() + AHEAD_MS;
  // By the same clock as a word that was ahead before, though its way here has taken up some of that.
  const isAheadToo = at > receivedAt && newest > changedAt.getTime();
  if (!isAhead && !isAheadToo) return at;
  // What begins and ends at once is over.
  const isOvertaken = action === "trigger" ? at.getTime() <= newest : at.getTime() < newest;
  return isOvertaken ? before : new Date(Math.max(receivedAt.getTime(), changedAt.getTime() + 1));
}

const isSame = (at: Date, other: Date | null): boolean => other !== null && at.getTime() === other.getTime();
