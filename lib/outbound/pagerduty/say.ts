import { z } from "zod";
import type { Answer } from "@/lib/platform/guarded-fetch";
import type { WordKind } from "../contract";
import { askedWaitMs, type Outcome, unanswered, wordsOf } from "../outcome";
import type { Account } from "./account";
import { callPagerDuty, jsonOf, type Request, refusalOf, somebodyElse } from "./call";

export type Word = { kind: WordKind; text: string; sourceId: string };

// Already resolved, already acknowledged: https://developer.pagerduty.com/docs/errors
const DONE_ALREADY: readonly (number | null)[] = [1001, 1002];
// The id came in with an alert, and becomes part of a path.
const INCIDENT_ID = /^[A-Za-z0-9]{1,40}$/;

const Thing = z.looseObject({ id: z.string() });
// What PagerDuty shows when it has done what it was told, as its API documents both calls.
const ChangedIncident = z.object({ incident: Thing });
const AddedNote = z.object({ note: Thing });

/**
 * Says one thing to PagerDuty about one of its incidents. What is so already counts as said. Later may help when nobody answers,
 * when the answer is 408, 429 or 5xx, and when somebody else answers in PagerDuty's place; any other refusal is final.
 */
export async function sayToPagerDuty(account: Account, word: Word): Promise<Outcome> {
  if (!INCIDENT_ID.test(word.sourceId))
    return { state: "failed", status: null, words: "What the alert calls its incident is not an id of PagerDuty's" };
  try {
    return outcomeOf(word, await callPagerDuty(account, requestOf(word)));
  } catch (error) {
    return unanswered(error);
  }
}

function requestOf({ kind, text, sourceId }: Word): Request {
  const path = `/incidents/${sourceId}`;
  if (kind === "note") return { method: "POST", path: `${path}/notes`, body: { note: { content: text } } };
  const change =
    kind === "resolve" ? { status: "resolved", ...(text && { resolution: text }) } : { status: "acknowledged" };
  return { method: "PUT", path, body: { incident: { type: "incident_reference", ...change } } };
}

function outcomeOf({ kind }: Word, answer: Answer): Outcome {
  const { status, headers, text } = answer;
  if (status >= 200 && status < 300) {
    const [shape, name] = kind === "note" ? [AddedNote, "note"] : [ChangedIncident, "incident"];
    if (shape.safeParse(jsonOf(text)).success) return { state: "sent", status };
    const begins = wordsOf(text).slice(0, 200);
    const words = somebodyElse(`The answer, ${status}, holds no ${name}`) + (begins && `. It begins: ${begins}`);
    return { state: "again", status, words, afterMs: null };
  }
  const { code, words } = refusalOf(answer);
  if (DONE_ALREADY.includes(code)) return { state: "sent", status };
  // A network that wants a sign-in first also leads there, and it passes.
  if (status < 400 || status === 408 || status === 429 || status >= 500)
    return { state: "again", status, words: wordsOf(words), afterMs: askedWaitMs(headers) };
  return { state: "failed", status, words: wordsOf(words) };
}
