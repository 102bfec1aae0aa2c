import Anthropic from "@anthropic-ai/sdk";
import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { redact } from "@/lib/platform/redact";
import { shortenedTo } from "../excerpt";
import { duration } from "../figures";
import { TooMuch } from "./attentive";

/** Why there is no answer, in words for people, and whether asking again may help: at once, or no sooner than after `afterMs`. */
export type Problem = { problem: string; mayPass: boolean; afterMs?: number };

/** What became of a question, from what the SDK threw. */
export function problemOf(error: unknown, model: string): Problem {
  if (error instanceof Anthropic.APIConnectionTimeoutError) return final("Claude did not answer in time");
  if (error instanceof Anthropic.APIConnectionError)
    return { problem: "Claude's API could not be reached", mayPass: true };
  if (error instanceof Anthropic.APIError) return refusalOf(error, model);
  if (error instanceof Error && error.cause instanceof TooMuch)
    return final("Claude's answer was longer than an answer can be");
  logger.warn({ error: redact(errorText(error)) }, "An answer of Claude's could not be read to its end");
  return { problem: "Claude's answer broke off or could not be read", mayPass: true };
}

function refusalOf(error: InstanceType<typeof Anthropic.APIError>, model: string): Problem {
  const { status, headers } = error;
  const said = shortenedTo(redact(error.apiMessage ?? ""), 300);
  // An error in the middle of a stream.
  if (status === undefined) return { problem: `Claude's answer broke off${said && `: ${said}`}`, mayPass: true };
  const afterMs = pauseIn(headers);
  const later =
    afterMs === undefined ? "" : `; nothing asks it again by itself, people may in ${duration(afterMs / 1_000)}`;
  const told = headers?.get("x-should-retry");
  const mayPass = told ? told === "true" : status === 408 || status === 409 || status === 429 || status >= 500;
  const passing = (problem: string): Problem => ({ problem: problem + later, mayPass, ...(afterMs && { afterMs }) });
  switch (status) {
    case 401:
    case 403:
      return final(`Claude's API refuses the key (${status}); check ANTHROPIC_API_KEY`);
    case 404:
      return final(`Claude's API knows no model ${model} (404); check NIGHTSHIFT_MODEL`);
    case 413:
      return final("The investigation had grown too large for Claude's API (413)");
    case 429:
      return passing("Claude's API refuses more for now: a limit of the account is reached (429)");
    case 529:
      return passing("Claude's API is overloaded (529)");
    default:
      return passing(`Claude's API answered ${status}${said && `: ${said}`}`);
  }
}

/** How long the API asks to be left alone: seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function pauseIn(headers: Headers | undefined): number | undefined {
  const said = headers?.get("retry-after");
  if (!said) return undefined;
  const ms = /^\d+(?:\.\d+)?$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - clock.now().getTime();
  return ms > 0 ? ms : undefined;
}

const final = (problem: string): Problem => ({ problem, mayPass: false });
