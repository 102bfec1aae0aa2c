import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";
import { type Answer, CALL_TIMEOUT_MS, guardedFetch, Refused } from "@/lib/platform/guarded-fetch";
import { withoutSecrets } from "@/lib/platform/redact";
import { storable } from "@/lib/platform/storable";
import { version } from "../../package.json";
import type { Account } from "./account";

const MOST_BYTES = 1024 * 1024;

export type Question<T extends z.ZodType> = {
  /** Segments of a path, each encoded as one. */
  path: readonly (string | number)[];
  query?: Record<string, string | number>;
  answer: T;
  /** Until when an answer is of use; ten seconds at most in any case. */
  deadline?: number;
};

/** What GitHub answered, or in words why there is no answer. */
export type Heard<T> = { found: T } | { problem: string; status: number | null; isTooLarge: boolean };

/**
 * One question to GitHub's REST API (https://docs.github.com/en/rest/about-the-rest-api). It only reads, follows no redirect, and whatever
 * goes wrong is told in words, never thrown.
 */
export async function ask<T extends z.ZodType>(account: Account, question: Question<T>): Promise<Heard<z.output<T>>> {
  const { path, query = {}, answer: shape, deadline = Number.POSITIVE_INFINITY } = question;
  const none = (problem: string, status: number | null = null, isTooLarge = false) => ({ problem, status, isTooLarge });
  const withinMs = Math.min(CALL_TIMEOUT_MS, deadline - clock.now().getTime());
  if (withinMs <= 0) return none("There was no time left to ask");
  const url = new URL(`${account.apiUrl}/${path.map(encodeURIComponent).join("/")}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  let answer: Answer;
  try {
    const heard = await guardedFetch(url.href, {
      ...{ method: "GET", mostBytes: MOST_BYTES, withinMs },
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${account.token}`,
        // Whoever does not say who they are is refused.
        "user-agent": `Nightshift/${version}`,
        "x-github-api-version": "2022-11-28",
      },
    });
    // Whoever answers has just been shown the token, and may repeat it.
    answer = { ...heard, text: withoutSecrets(heard.text, [account.token]) };
  } catch (error) {
    const words = said(errorText(error));
    return none(error instanceof Refused ? words : `GitHub could not be reached at ${url.host}: ${words}`);
  }
  const { status } = answer;
  if (status !== 200) return none(refusalOf(answer), status);
  if (answer.isCut) return none("GitHub's answer was larger than 1 MB, which is more than is read", status, true);
  const read = shape.safeParse(jsonOf(answer.text));
  return read.success
    ? { found: read.data }
    : none(`What answers at ${url.host} is not GitHub's API, or not one that Nightshift understands`, status);
}

const Message = z.object({ message: z.string() });

/** Why GitHub said no. https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
function refusalOf({ status, headers, text }: Answer): string {
  const message = Message.safeParse(jsonOf(text)).data?.message ?? "";
  const words = message === "" ? "" : `: ${JSON.stringify(said(message))}`;
  if (status === 401) return `GitHub does not take the token (401): it is wrong, has expired or was revoked${words}`;
  if (status === 403 || status === 429) {
    const limit = limitIn(headers, message);
    return limit ?? `GitHub refuses this to the token (${status}); it may lack a permission${words}`;
  }
  if (status === 404) return `GitHub knows nothing there, or does not show it to the token (404)${words}`;
  if (status >= 300 && status < 400)
    return `GitHub says that this has moved (${status}); a repository that was renamed has to be entered as it is named now`;
  return `GitHub answered ${status}${words}`;
}

/**
 * When calls are limited, until when. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: the limit of an
 * hour is used up when nothing remains, and `x-ratelimit-reset` is in seconds since 1970; who calls too quickly is told `retry-after`.
 */
function limitIn(headers: IncomingHttpHeaders, message: string): string | null {
  const seconds = (name: string) => {
    const value = headers[name];
    return typeof value === "string" && /^\d{1,12}$/.test(value) ? Number(value) : null;
  };
  const [reset, after] = [seconds("x-ratelimit-reset"), seconds("retry-after")];
  if (seconds("x-ratelimit-remaining") === 0)
    return `The limit of calls to GitHub is used up${reset === null ? "" : ` until ${isoOf(reset * 1_000)}`}`;
  if (after !== null) return `GitHub asks to call less often, and again in ${after} seconds`;
  return /rate limit/i.test(message) ? "GitHub asks to call less often" : null;
}

const isoOf = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");

// Controls but newline and tab, and what turns the direction of text around or is not seen at all: words must look like what they are.
const UNSEEN = /[^\P{Cc}\n\t]|\p{Cf}/gu;

/** Other people's words: without secrets, without characters that make them look like something else, and not many. */
const said = (text: string): string => storable(text.replace(UNSEEN, "")).slice(0, 200);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
