import { z } from "zod";
import { type Answer, guardedFetch } from "@/lib/platform/guarded-fetch";
import { withoutSecrets } from "@/lib/platform/redact";
import { wordsOf } from "../outcome";
import { type Account, requirePagerDuty } from "./account";

const MOST_BYTES = 4 * 1024 * 1024;

export type Request = { method: "GET" | "POST" | "PUT"; path: string; query?: [string, string][]; body?: unknown };

/**
 * One call of PagerDuty's REST API, version 2 (https://developer.pagerduty.com/docs/rest-api-overview). Rejects when nobody answers, or
 * with `Refused` when the address is none to call; every status is an answer.
 */
export async function callPagerDuty(account: Account, { method, path, query = [], body }: Request): Promise<Answer> {
  requirePagerDuty(account);
  const url = new URL(path, account.apiUrl);
  for (const [name, value] of query) url.searchParams.append(name, value);
  const answer = await guardedFetch(url.href, {
    method,
    mostBytes: MOST_BYTES,
    headers: {
      authorization: `Token token=${account.token}`,
      accept: "application/vnd.pagerduty+json;version=2",
      ...(account.fromEmail !== null && { from: account.fromEmail }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // Whoever answers has just been shown the token, and may repeat it.
  return { ...answer, text: withoutSecrets(answer.text, [account.token]) };
}

const Refusal = z.object({
  error: z.object({
    message: z.string().catch(""),
    code: z.number().nullable().catch(null),
    errors: z.array(z.string()).catch([]),
  }),
});

const ENTERED = "in the integration's Settings, under Word back";
const keyWords: Partial<Record<number, string>> = {
  401: `. It refused the REST API key; enter another ${ENTERED}`,
  403: `. It refused the REST API key for this: it may only read, or its user may not do it; enter another ${ENTERED}`,
};

/** What PagerDuty says when it says no: its number and its words, or as much of the answer as there is. */
export function refusalOf({ status, text }: Answer): { code: number | null; words: string } {
  const { success, data } = Refusal.safeParse(jsonOf(text));
  if (status >= 300 && status < 400)
    return { code: null, words: somebodyElse(`The answer, ${status}, leads elsewhere`) };
  const { message, code, errors } = success ? data.error : { message: text, code: null, errors: [] };
  const said = wordsOf([message, ...errors].filter(Boolean).join("; "))
    .slice(0, 500)
    .replace(/\.$/, "");
  return { code, words: `PagerDuty answered ${status}${said && `: ${said}`}${keyWords[status] ?? ""}` };
}

/** Whether PagerDuty refuses the key: another has to be entered, and waiting does not help. */
export const isKeyRefused = ({ status }: Answer): boolean => status === 401 || status === 403;

/** In words that an answer is none of PagerDuty's, after what shows it. */
export const somebodyElse = (sign: string): string =>
  `${sign}, so it is not PagerDuty's: a proxy or a sign-in page on the way may have answered, or the address of PagerDuty's API is wrong, which is entered ${ENTERED}`;

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
