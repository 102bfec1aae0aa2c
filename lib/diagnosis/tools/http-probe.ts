import { z } from "zod";
import { secretsOfWatched } from "@/lib/monitoring";
import { errorText } from "@/lib/platform/errors";
import { type Answer, guardedFetch, guardedTarget, Refused } from "@/lib/platform/guarded-fetch";
import { version } from "../../../package.json";
import { ask, commandLine } from "../collectors/finding";
import { quoted } from "../excerpt";
import { certificateAt } from "./certificate";
import { tool } from "./tool";

const TRY_MS = 5_000;
const TRIES = 3;
const LOOK_MS = TRIES * TRY_MS + 2_000;
const MOST_BYTES = 1024 * 1024;
const SHOWN_CHARS = 2_000;
/** Others may hold what is nobody's business: cookies, for one. */
const TOLD = ["content-type", "content-length", "retry-after", "server-timing"];

// Only ever the address that somebody who may configure has entered at the service: one that a text or a model names is none to call.

export const httpProbe = tool({
  name: "http_probe",
  says: "What the service's health address answers to GET, three times in a row: status, how long it takes, some headers, the beginning of the body, and the certificate. Redirects are not followed.",
  input: z.object({}),
  fits: ({ links }) => links.healthUrl !== null,
  look: ({ links, watched }) => {
    const url = links.healthUrl as string;
    const command = commandLine(["curl", "-sv", "--max-time", String(TRY_MS / 1_000), url]);
    return ask("http", command, LOOK_MS, async () => {
      const certificate = url.startsWith("https:") ? certificateAt(guardedTarget(url)) : null;
      const lines: string[] = [];
      let last: Answer | null = null;
      for (let n = 1; n <= TRIES; n++) {
        const answer = await once(url);
        lines.push(`${n}: ${typeof answer === "string" ? answer : told(answer, url)}`);
        if (typeof answer !== "string") last = answer;
      }
      return {
        text: [
          ...lines,
          ...(last ? lastOf(last, secretsOfWatched(watched)) : []),
          ...(certificate ? ["certificate:", await certificate] : []),
        ].join("\n"),
        facts: {},
      };
    });
  },
});

/** An answer, or in words why there is none. */
async function once(url: string): Promise<Answer | string> {
  const headers = { accept: "*/*", "user-agent": `Nightshift/${version}` };
  try {
    return await guardedFetch(url, { method: "GET", headers, mostBytes: MOST_BYTES, withinMs: TRY_MS });
  } catch (error) {
    // It may not be called at all, so there is no second try.
    if (error instanceof Refused) throw error;
    return `no answer: ${quoted(errorText(error), 300)}`;
  }
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

function told({ status, headers: { location }, headersMs, endMs, isCut, httpVersion }: Answer, url: string): string {
  const end = isCut ? "cut at 1 MB after" : "complete after";
  const leads = status >= 300 && status < 400 && location ? `, leads to ${quoted(hostIn(location, url), 253)}` : "";
  return `${status} over HTTP/${httpVersion}, headers after ${ms(headersMs)}, ${end} ${ms(endMs)}${leads}`;
}

const hostIn = (location: string, url: string): string =>
  URL.canParse(location, url) ? new URL(location, url).host : "what is no address";

function lastOf({ headers, text }: Answer, secrets: readonly string[]): string[] {
  const shown = TOLD.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [`${name} ${quoted([value].flat().join(", "), 300, secrets)}`];
  });
  return [
    ...(shown.length > 0 ? [`headers of the last answer: ${shown.join("; ")}`] : []),
    text === "" ? "the last answer has no body" : `body of the last answer: ${quoted(text, SHOWN_CHARS, secrets)}`,
  ];
}
