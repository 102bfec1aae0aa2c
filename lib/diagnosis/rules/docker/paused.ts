import { faults } from "../../faults";
import { plainName } from "../../figures";
import { assess, cite, type Rule } from "../rule";
import { answerOf } from "../server-down";
import { weigh } from "../weigh";

export const dockerPaused: Rule = {
  fault: faults.dockerPaused,
  component: "Container",
  evaluate(facts) {
    const { known, subject } = facts;
    const { target, probe, sessionFailure } = known;
    if (subject.target.kind !== "docker" || !target) return null;
    const answer = answerOf(facts);
    if (target.value.state !== "frozen")
      return target.value.state === "running" && !answer
        ? assess("rejected", 0.95, `The container is not paused: it is running ${cite(target)}.`)
        : null;
    if (answer)
      return assess(
        "rejected",
        0.8,
        `The container was paused ${cite(target)}, and the service answers all the same ${cite(answer)}: somebody has let it go on.`,
      );
    const where = plainName(subject.host) ? ` at ${subject.host}:${subject.port}` : "";
    const failed = probe && probe.value.failures.length > 0 ? probe : undefined;
    const silent = failed || sessionFailure ? `, and nothing answers${where} ${cite(failed, sessionFailure)}` : "";
    return assess(
      "confirmed",
      weigh({ words: silent !== "", setting: true }),
      `The service is frozen, not gone: its container is paused ${cite(target)}${silent}. What is in its memory is still there.`,
    );
  },
  immediateActions: ({ known, subject }) => [
    `Ask who paused it, then let it go on: docker unpause ${subject.target.name} ${cite(known.target)}. Nothing is lost by that; a restart loses what is only in memory.`,
  ],
  longTermFixes: () => [
    "Let backups and snapshots that pause containers end the pause themselves, also when they fail.",
  ],
  monitoring: () => ["The state of each container: one that is paused answers nothing, and does not count as stopped."],
  disprovedBy: "An answer of the service while `docker inspect` says that its container is paused.",
};
