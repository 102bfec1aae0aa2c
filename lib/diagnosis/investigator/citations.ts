import { cleaned } from "../excerpt";
import type { Claim } from "./answers";
import { Refusal } from "./refusal";

const GUESS = " (a guess: nothing that was seen shows it)";

/** Sentences of a model's with citations of nothing but evidence that is there. */
export class Citations {
  constructor(private readonly has: (evidence: number) => boolean) {}

  /** Throws a `Refusal` that names the numbers which nobody gave out. */
  requireThere(numbers: number[]): void {
    const unknown = [...new Set(numbers)].filter((number) => !this.has(number));
    if (unknown.length > 0)
      throw new Refusal(`There is no evidence ${unknown.join(", ")}; cite only numbers that you were given`);
  }

  /** A sentence with the citations that code has checked, and no others; a claim without any is called a guess. */
  cited({ text, evidence }: Claim, isClaim: boolean): string {
    const numbers = [...new Set(evidence)].filter(this.has);
    const marks = numbers.map((number) => `[${number}]`).join("");
    return `${plain(text)}${marks ? ` ${marks}` : isClaim ? GUESS : ""}`;
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
