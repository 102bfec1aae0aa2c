import { CrossMark, DiscMark, RingMark, TickMark } from "@/components/ui/icons";
import type { Phase } from "@/lib/remediation/contract";
import type { PhaseStatus } from "./terminal-store";

export const phaseWords = {
  thinking: "Thinking",
  command: "Command",
  executing: "Executing",
  result: "Result",
  verifying: "Verifying",
  verification: "Verification",
  complete: "Complete",
  error: "Error",
} as const satisfies Record<Phase, string>;

const marks = {
  pending: <RingMark className="size-3" />,
  running: <DiscMark className="size-3 breathing" />,
  completed: <TickMark className="size-3" />,
  failed: <CrossMark className="size-3" />,
} as const satisfies Record<PhaseStatus, unknown>;
const colours = {
  pending: "text-muted",
  running: "text-accent font-semibold",
  completed: "text-ok",
  failed: "text-bad font-semibold",
} as const satisfies Record<PhaseStatus, string>;
const words = { pending: "not yet", running: "now", completed: "done", failed: "failed" } as const;

const order = ["thinking", "command", "executing", "result", "verifying", "verification"] as const;

/** Where each phase stands: one that has begun counts as done once a later one has begun. */
export function railOf(phases: ReadonlyMap<Phase, PhaseStatus>): { phase: Phase; status: PhaseStatus }[] {
  const ended = phases.has("error") ? "error" : "complete";
  const rail = [...order, ended] as const;
  const furthest = rail.findLastIndex((phase) => phases.has(phase));
  return rail.map((phase, index) => {
    const status = phases.get(phase);
    if (status === undefined) return { phase, status: "pending" };
    if (phase === "error") return { phase, status: "failed" };
    if (phase === "complete") return { phase, status: "completed" };
    return { phase, status: status === "failed" ? "failed" : index < furthest ? "completed" : status };
  });
}

export function PhaseRail({ phases }: { phases: ReadonlyMap<Phase, PhaseStatus> }) {
  return (
    <ol aria-label="Phases" className="flex flex-wrap gap-x-4 gap-y-1.5">
      {railOf(phases).map(({ phase, status }) => (
        <li
          key={phase}
          aria-current={status === "running" ? "step" : undefined}
          className={`flex items-center gap-1.5 text-xs ${colours[status]}`}
        >
          {marks[status]}
          {phaseWords[phase]}
          <span className="sr-only">: {words[status]}</span>
        </li>
      ))}
    </ol>
  );
}
