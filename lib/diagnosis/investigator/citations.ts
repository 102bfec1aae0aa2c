import { cleaned } from "../excerpt";
import type { EvidenceRow } from "../store-evidence";
import type { Claim } from "./answers";
import { Refusal } from "./refusal";
import { unseenFigures } from "./unseen-figures";

const GUESS = " (a guess: nothing that was seen shows it)";

type Seen = { readonly evidence: readonly EvidenceRow[]; has(number: number): boolean };

/** Sentences of a model's with citations of nothing but evidence that is there. */
export class Citations {
  constructor(private readonly seen: Seen) {}

  /** Throws a `Refusal` that names the numbers which nobody gave out. */
  requireThere(numbers: readonly number[]): void {
    const unknown = [...new Set(numbers)].filter((number) => !this.seen.has(number));
    if (unknown.length > 0)
      throw new Refusal(`There is no evidence ${unknown.join(", ")}; cite only numbers that you were given`);
  }

  /** The same for what claims cite, and for what they speak of in words. */
  requireSound(claims: readonly Claim[]): void {
    const spokenOf = claims.flatMap(({ text }) =>
      [...text.matchAll(/\bevidence\s+#?(\d{1,4})\b/gi)].map(([, n]) => Number(n)),
    );
    this.requireThere([...claims.flatMap(({ evidence }) => evidence), ...spokenOf]);
  }

  /** A sentence with the citations that code has checked, and no others; a claim without any is called a guess, and figures that what it cites does not hold are named. */
  cited({ text, evidence }: Claim, isClaim: boolean): string {
    const numbers = [...new Set(evidence)].filter((number) => this.seen.has(number));
    const marks = numbers.map((number) => `[${number}]`).join("");
    if (!marks) return `${plain(text)}${isClaim ? GUESS : ""}`;
    const texts = this.seen.evidence.flatMap((one) =>
      numbers.includes(one.number) ? [`${one.command}\n${one.body ?? one.excerpt}`] : [],
    );
    const unseen = unseenFigures(plain(text), texts);
    return `${plain(text)} ${marks}${unseen.length > 0 ? ` (not found there: ${unseen.join(", ")})` : ""}`;
  }
}

/** A text of the model's as it may stand beside ours: on one line, without marks that would pass for citations. */
export const plain = (text: string): string =>
  cleaned(text)
    .replace(/\s*\[\s*\d+(?:\s*,\s*\d+)*\s*\]/g, "")
    .replace(/\s+/g, " ")
    .trim();

/** What a model noticed in the data that tried to lead it, as a sentence of ours. */
export const warningOf = (suspicious: string | null): string[] =>
  suspicious ? [`Something in the data tried to give instructions, which were not followed: ${plain(suspicious)}`] : [];

// Programs that are no words of English, and of those that are, only what is asked of them as of a program.
const PROGRAM = [
  /\b(?:sudo|mkfs|chmod|chown|killall|pkill)\s+[-/\w]/,
  /\b(?:systemctl|kubectl|helm|pg_ctl)\s+[-a-z]/,
  /\b(?:rm|kill|docker|redis-cli|psql|bash|sh|curl|wget)\s+-/,
  /\b(?:curl|wget)\s+\S*:\/\//,
  /\bdocker\s+(?:exec|run|restart|stop|kill|rm|compose)\b/,
  /\bservice\s+\S+\s+(?:start|stop|restart|reload)\b/,
  /\bgit\s+(?:push|pull|reset|revert|checkout)\b/,
  /\bdd\s+(?:if|of)=/,
];
const STATEMENT =
  /\bFLUSH(?:ALL|DB)\b|\bCONFIG\s+SET\b|\bCLIENT\s+KILL\b|\bpg_terminate_backend\b|\b(?:drop|truncate|alter)\s+(?:table|database|schema|role|index|system)\b|\bdelete\s+from\s+\w+\s+where\b/i;
const SHELL = /`|&&|\|\||\s\|\s|\$[({]/;

/** People copy what they are advised at night, so advice is words: throws a `Refusal` for one that reads as something to type. */
export function requireNoCommand(text: string): void {
  if ([...PROGRAM, STATEMENT, SHELL].some((shape) => shape.test(text)))
    throw new Refusal("Advice is words for people and no command; say what is to be achieved, and Nightshift says how");
}
