import { isRestarting } from "../../abnormal";
import { faults } from "../../faults";
import { count, duration } from "../../figures";
import { assess, cite, type Rule } from "../rule";
import { HINT, weigh } from "../weigh";

export const dockerRestartLoop: Rule = {
  fault: faults.dockerRestartLoop,
  component: "Container restarts",
  evaluate({ known }) {
    const { container, target, alerts } = known;
    if (!container) return null;
    const { restarts, upS, exitCode } = container.value;
    const now = target?.value.state === "stopped" && target.value.how === "restarting" ? target : undefined;
    const code = exitCode === null ? "" : ` with exit code ${exitCode}`;
    const told = alerts?.value.crash ? alerts : undefined;
    if (now || isRestarting(container.value)) {
      const state = now ? `is waiting for its next start${code}` : `has run for ${duration(upS ?? 0)} since the last`;
      return assess(
        now ? "confirmed" : "likely",
        weigh({ words: now !== undefined, setting: restarts > 0 }) - (now ? 0.05 : 0),
        `The container ends and is started again and again: ${count(restarts, "restart")}, and it ${state} ${cite(container)}.`,
      );
    }
    if (restarts > 0 && upS !== null && upS < 600)
      return assess(
        "likely",
        HINT,
        `The container was restarted ${count(restarts, "time")}, last ${duration(upS)} ago ${cite(container)}.`,
      );
    return told
      ? assess(
          "rejected",
          0.8,
          `The container does not restart again and again: ${count(restarts, "restart")} ${cite(container)}.`,
        )
      : null;
  },
  immediateActions: ({ known }) => [
    `Read why it ends, in its log${known.targetLog ? ` ${cite(known.targetLog)}` : ""}: one more restart changes nothing.`,
    "Stop the loop (docker update --restart=no) while you look, when each start does harm.",
  ],
  longTermFixes: () => ["Let a start fail loudly and early, with its reason in the last line of the log."],
  monitoring: () => ["RestartCount of each container: wake somebody at three within ten minutes."],
  disprovedBy: "A RestartCount that does not rise for ten minutes.",
};
