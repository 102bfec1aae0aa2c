import { randomInt } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";
import { CALL_TIMEOUT_MS, Refused } from "@/lib/platform/guarded-fetch";
import { storable } from "@/lib/platform/storable";

/** What became of one try. `again`: the same may go through later; `afterMs` is what the other side asks for. */
export type Outcome =
  | { state: "sent"; status: number }
  | { state: "again"; status: number | null; words: string; afterMs: number | null }
  | { state: "failed"; status: number | null; words: string };

/** While a try is under way nobody else makes one; when its worker dies, another goes on after this. */
export const LEASE_MS = CALL_TIMEOUT_MS + 20_000;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FIRST_WAITS_MS = [5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS];
// Then every hour, until a day is over.
const MOST_TRIES = FIRST_WAITS_MS.length + 24;

/**
 * How long to wait after so many tries, in milliseconds; null when there have been enough. Spread by a fifth, so that what failed together
 * does not come back together. Never sooner than that, nor than the other side asks for, which counts up to an hour.
 */
export function waitAfter(tries: number, askedMs: number | null): number | null {
  if (tries >= MOST_TRIES) return null;
  const usualMs = FIRST_WAITS_MS[tries - 1] ?? HOUR_MS;
  const spreadMs = usualMs * 0.8 + randomInt(Math.round(usualMs * 0.4));
  return Math.round(Math.max(spreadMs, askedMs === null ? 0 : Math.min(askedMs, HOUR_MS) + randomInt(SECOND_MS)));
}

/** When to come back, as a server says it: `Retry-After` (RFC 9110, 10.2.3) or `ratelimit-reset`, in seconds. */
export function askedWaitMs(headers: IncomingHttpHeaders): number | null {
  const after = headers["retry-after"] ?? headers["ratelimit-reset"];
  const text = Array.isArray(after) ? after[0] : after;
  if (!text) return null;
  if (/^\d{1,6}(\.\d+)?$/.test(text)) return Number(text) * SECOND_MS;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - clock.now().getTime());
}

const MOST_WORDS = 2_500;

/** What may be kept and shown of an answer or an error. */
export const wordsOf = (text: string): string => storable(text).trim().slice(0, MOST_WORDS);

/** The outcome of a call that got no answer. */
export const unanswered = (error: unknown): Outcome =>
  error instanceof Refused
    ? { state: "failed", status: null, words: wordsOf(error.message) }
    : { state: "again", status: null, words: wordsOf(errorText(error)), afterMs: null };
