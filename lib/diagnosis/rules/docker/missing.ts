import { faults } from "../../faults";
import { assess, cite, type Rule } from "../rule";
import { answerOf } from "../server-down";
import { weigh } from "../weigh";

export const dockerMissing: Rule = {
  fault: faults.dockerMissing,
  component: "Container",
  evaluate(facts) {
    const { target, probe, sessionFailure } = facts.known;
    if (facts.subject.target.kind !== "docker" || !target) return null;
    const { name } = facts.subject.target;
    const answer = answerOf(facts);
    if (target.value.state !== "missing")
      return answer ? null : assess("rejected", 0.95, `The container is there ${cite(target)}, whatever its state is.`);
    if (answer)
      return assess(
        "likely",
        weigh({ words: false, setting: true }) - 0.1,
        `There is no container ${name} ${cite(target)}, and yet the service answers ${cite(answer)}: it runs somewhere else by now.`,
      );
    const failed = probe && probe.value.failures.length > 0 ? probe : undefined;
    const silent = failed || sessionFailure ? `, and nobody answers in its place ${cite(failed, sessionFailure)}` : "";
    return assess(
      "confirmed",
      weigh({ words: silent !== "", setting: true }),
      `The server is gone altogether. There is no container ${name} ${cite(target)}${silent}.`,
    );
  },
  immediateActions: ({ known, subject }) => [
    `Create the container ${subject.target.name} again from its definition: there is none to start ${cite(known.target)}.`,
    "Look whether its volumes are still there before that: what was only in the container is gone with it.",
  ],
  longTermFixes: () => [
    "Keep the container's definition under version control, and let the platform create it again by itself.",
    "Keep data in named volumes, so that a container can be removed without it.",
  ],
  monitoring: () => ["The containers that should be there, by name: one that was removed reports nothing."],
  disprovedBy: "A container of this name in `docker ps --all`.",
};
