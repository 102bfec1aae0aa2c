import { invalid } from "@/lib/platform/errors";
import { LONGEST_DAYS } from "./contract";

const LONGEST_MS = LONGEST_DAYS * 86_400_000;

/** Throws `invalid` unless the window ends after it starts, in the future, and lasts no longer than a window may. */
export function checkTimes(startsAt: Date, endsAt: Date, now: Date): void {
  const refuse = (message: string) => invalid(message, { issues: [{ path: "ends_at", message }] });
  if (endsAt <= startsAt) throw refuse("A window must end after it starts");
  if (endsAt <= now) throw refuse("A window that has already ended would change nothing");
  if (endsAt.getTime() - startsAt.getTime() > LONGEST_MS) throw refuse(`A window lasts ${LONGEST_DAYS} days at most`);
}
