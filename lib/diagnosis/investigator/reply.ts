import { Answer } from "./answers";
import { Citations, plain, warningOf } from "./citations";
import { converse } from "./conversation";
import { requireNoOrder } from "./no-command";
import { answering } from "./prompt";
import type { Scene } from "./purpose";
import { Refusal } from "./refusal";

/** An answer to a person: sentences with their citations, and what cannot be answered. */
export type Reply = { sentences: string[]; notKnown: string[]; cited: number[] };

/**
 * Lets Claude answer a question, with citations that were checked, see `converse`. A `problem` means that there is no answer, in words
 * for people.
 */
export async function reply(scene: Scene): Promise<Reply | { problem: string }> {
  const citations = new Citations(scene.book);
  const answer = {
    says: "Answer the question with what you found. Call it once, last.",
    input: Answer,
    async fill(input: unknown) {
      const { sentences, not_known: notKnown, suspicious } = Answer.parse(input);
      if (sentences.length + notKnown.length === 0)
        throw new Refusal("An answer needs a sentence, or what is not known and why");
      for (const text of [...sentences.map((one) => one.text), ...notKnown]) requireNoOrder(text);
      const cited = sentences.flatMap(({ evidence }) => evidence);
      citations.requireSound(sentences);
      return {
        end: {
          sentences: [...sentences.map((one) => citations.cited(one, true)), ...warningOf(suspicious)],
          notKnown: notKnown.map(plain),
          cited: [...new Set(cited)].sort((a, b) => a - b),
        },
      };
    },
  };
  const found = await converse<Reply | { problem: string }>(scene, {
    ...{ charge: answering, forms: { answer }, closing: "answer" },
    stopped: (why) => ({ problem: `It was stopped after ${why}, before there was an answer` }),
  });
  return "end" in found ? found.end : found;
}
