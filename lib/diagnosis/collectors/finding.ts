import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";
import type { Finding, Known } from "../facts";
import { LateError, within } from "../within";

export const COLLECTOR_MS = 5_000;

/** `command` only where what was asked became known while asking. */
export type Answer = { text: string; facts: Partial<Known>; command?: string };

/** Asks one question, in at most `ms`. No answer is an answer too: the finding then says why there is none. */
export async function ask(
  source: string,
  command: string,
  ms: number,
  question: (signal: AbortSignal) => Promise<Answer>,
): Promise<Finding> {
  try {
    const { text, facts, command: asked = command } = await within(ms, question);
    return { source, command: asked, text: text || "(empty)", facts, collectedAt: clock.now(), outcome: "answered" };
  } catch (error) {
    return unanswered(source, command, error);
  }
}

export const unanswered = (source: string, command: string, error: unknown, facts: Partial<Known> = {}): Finding => ({
  source,
  command,
  text: error instanceof LateError ? `There was ${error.message}` : `No answer: ${errorText(error)}`,
  facts,
  collectedAt: clock.now(),
  outcome: error instanceof LateError ? "late" : "refused",
});

/** What a person would type in a shell to ask the same, quoted where the shell needs it. */
export const commandLine = (words: string[]): string => words.map(shellWord).join(" ");

function shellWord(word: string): string {
  if (/^[\w@%+=:,./*-]+$/.test(word)) return word;
  if (word.includes("'") && !/["$`\\!]/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
