import type { ProposalView } from "@/lib/remediation/contract";
import { Commands } from "./commands";
import { RiskBadge } from "./risk-badge";

/** What an approval includes for the case that the fix does not help, step by step. The last step of a reversible action is its undo. */
export function IfItFails({ proposal: { fallback, reversible } }: { proposal: ProposalView }) {
  if (fallback.length === 0) return <p className="text-sm">It goes back to people.</p>;
  return (
    <>
      <ol className="flex flex-col gap-2">
        {fallback.map((step) => (
          <li key={step.action} className="flex flex-col gap-1">
            <span className="flex flex-wrap items-center gap-2 text-sm">
              {step.action} <RiskBadge risk={step.risk} />
              {reversible && step === fallback.at(-1) && <span className="text-muted">takes the change back</span>}
            </span>
            <Commands commands={step.command_preview} label={`Copy the commands of ${step.action}`} />
          </li>
        ))}
      </ol>
      <p className="mt-2 text-sm">Then it goes back to people.</p>
    </>
  );
}

/** The same in a sentence, for the last question before the approval. */
export function IncludedSteps({ proposal: { fallback, reversible } }: { proposal: ProposalView }) {
  if (fallback.length === 0) return null;
  return (
    <p className="text-sm text-muted">
      Your approval includes what runs if this does not help: {fallback.map(({ action }) => action).join(", then ")}
      {reversible && ", which takes the change back"}.
    </p>
  );
}
