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
    .replace(/\s+/g, " ")
    .replace(/ ?\[ ?\d+(?: ?, ?\d+)* ?\]/g, "")
    .trim();

/** What a model noticed in the data that tried to lead it, as a sentence of ours: it may quote orders, and says that they were not followed. */
export const warningOf = (suspicious: string | null): string[] =>
  suspicious ? [`Something in the data tried to give instructions, which were not followed: ${plain(suspicious)}`] : [];
