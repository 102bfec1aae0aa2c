import { faults } from "../../faults";
import { assess, cite, type Rule } from "../rule";
import { weigh } from "../weigh";

// 128 plus the signal's number; docker's own codes are below. https://docs.docker.com/engine/containers/run/#exit-status
const signals: Record<number, string> = {
  132: "SIGILL: a command that this processor does not know",
  134: "SIGABRT: it gave up by itself",
  135: "SIGBUS: memory that could not be had",
  136: "SIGFPE: a forbidden calculation",
  139: "SIGSEGV: memory that is not its own",
};

export const dockerCrashed: Rule = {
  fault: faults.dockerCrashed,
  component: "Container process",
  evaluate({ known }) {
    const { container } = known;
    const code = container?.value.exitCode;
    if (!container || code == null || container.value.startProblem || container.value.isOutOfMemoryKilled) return null;
    if (code === 0 || code === 143)
      return assess(
        "rejected",
        0.9,
        `It did not crash: its container ended in an orderly way, with exit code ${code} ${cite(container)}.`,
      );
    if (code === 137 || (code >= 125 && code <= 127)) return null;
    const signal = signals[code];
    return signal
      ? assess(
          "confirmed",
          weigh({ words: true, setting: false }),
          `The process crashed: exit code ${code}, ${signal} ${cite(container)}.`,
        )
      : assess(
          "likely",
          weigh({ words: false, setting: false }),
          `The process ended itself with an error: exit code ${code} ${cite(container)}.`,
        );
  },
  immediateActions: ({ known }) => [
    `Read the end of the container's log for its last words${known.targetLog ? ` ${cite(known.targetLog)}` : ""}, and go back to the version or configuration before.`,
  ],
  longTermFixes: () => ["Keep core dumps, and try new versions and configurations on one replica first."],
  monitoring: () => ["Exit codes of containers, by image and version."],
  disprovedBy: "Exit code 0 or 143, or a start problem that the engine reports.",
};
