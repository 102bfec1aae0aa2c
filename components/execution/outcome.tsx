import { healthText } from "@/components/services/health-badge";
import { Notice } from "@/components/ui/notice";
import { RECOVERED_ABOVE } from "@/lib/monitoring/contract";
import { type ExecutionView, isFinal } from "@/lib/remediation/contract";

const tones = { succeeded: "ok", failed: "bad", cancelled: "warn", rolled_back: "warn", unknown: "warn" } as const;

/** How it ended, in words, with health before and after. */
export function Outcome({ execution }: { execution: ExecutionView }) {
  const { state, outcome, health_before: before, health_after: after } = execution;
  if (state !== "unknown" && !isFinal(state)) return null;
  const tone = state in tones ? tones[state as keyof typeof tones] : "warn";
  return (
    <div className="flex flex-col gap-3">
      {(before !== null || after !== null) && (
        <p className="flex items-baseline gap-2">
          <span className="text-sm text-muted">Health</span>
          <span className="text-2xl font-semibold">{healthText(before)}</span>
          <span aria-hidden="true" className="text-muted">
            →
          </span>
          <span className="sr-only">then</span>
          <span
            className={`text-2xl font-semibold ${state === "succeeded" && after !== null && after > RECOVERED_ABOVE ? "text-ok" : ""}`}
          >
            {healthText(after)}
          </span>
        </p>
      )}
      <Notice tone={tone}>
        {outcome ??
          (state === "unknown"
            ? "It is not known how this ended. Nightshift is looking at the target."
            : "It ended without a word.")}
      </Notice>
    </div>
  );
}
