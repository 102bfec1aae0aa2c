import type { Facts, Known } from "../../facts";
import { type Assessment, assess, cite } from "../rule";
import { weigh } from "../weigh";

type Problem = NonNullable<Known["container"]["startProblem"]>;

/** Judges whether this is why the engine could not start the container: it says so itself, in words that are sorted into kinds. */
export function judgeStart({ known }: Facts, problem: Problem, statement: string, inLog = false): Assessment | null {
  const { container, target, targetLog } = known;
  if (!container) return null;
  const words = inLog && targetLog?.value.addressInUse ? targetLog : undefined;
  const hasProblem = container.value.startProblem === problem;
  if (target?.value.state === "running")
    return hasProblem || words
      ? assess("rejected", 0.9, `The container runs now ${cite(container)}, so what kept it from starting has passed.`)
      : null;
  if (!hasProblem) {
    return words
      ? assess(
          "likely",
          weigh({ words: false, setting: false }),
          `${statement}: its log ends with that ${cite(words)}, and it does not run ${cite(container)}.`,
        )
      : null;
  }
  return assess(
    "confirmed",
    weigh({ words: true, setting: true }) - 0.05,
    `${statement}: the engine says so, and it does not run ${cite(container)}.`,
  );
}
