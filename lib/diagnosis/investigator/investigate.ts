import type { Outcome } from "../finish-diagnosis";
import { Conclude, JudgeHypothesis, StateHypothesis } from "./answers";
import { plain } from "./citations";
import { converse } from "./conversation";
import { Hypotheses } from "./hypotheses";
import { charge } from "./prompt";
import type { Form, Scene } from "./purpose";

export type Investigated = { outcome: Outcome } | { problem: string };

/**
 * Lets Claude investigate: it supposes, looks, judges and ends with a conclusion whose citations were checked, see `converse`. A `problem`
 * means that Claude could not be had at all, in words for people.
 */
export async function investigate(scene: Scene): Promise<Investigated> {
  const { book } = scene;
  const hypotheses = new Hypotheses(book);
  const forms: { [name: string]: Form<Outcome> } = {
    state_hypothesis: {
      says: "State what may be wrong, before you test it.",
      input: StateHypothesis,
      async fill(input) {
        const stated = StateHypothesis.parse(input);
        hypotheses.state(stated);
        await book.step({ kind: "hypothesis", text: plain(stated.statement), hypothesis: stated });
        return { told: "Stated. Now test it." };
      },
    },
    judge_hypothesis: {
      says: "Say what the evidence makes of a hypothesis.",
      input: JudgeHypothesis,
      async fill(input) {
        const judged = JudgeHypothesis.parse(input);
        hypotheses.judge(judged);
        await book.step({ kind: "judgement", text: plain(judged.because), hypothesis: judged });
        return { told: "Noted." };
      },
    },
    conclude: {
      says: "End the investigation with what you found. Call it once, last.",
      input: Conclude,
      async fill(input) {
        const conclusion = Conclude.parse(input);
        hypotheses.check(conclusion);
        return { end: hypotheses.outcomeOf(conclusion) };
      },
    },
  };
  const stopped = (why: string) => hypotheses.outcomeWithout(why);
  const found = await converse(scene, { charge, forms, closing: "conclude", stopped });
  return "end" in found ? { outcome: found.end } : found;
}
