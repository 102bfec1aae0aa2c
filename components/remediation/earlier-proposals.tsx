import { ChevronIcon } from "@/components/ui/icons";
import type { ProposalView } from "@/lib/remediation/contract";
import { ProposalBody, ProposalStanding } from "./proposal-card";

/** What was proposed before, with who decided what and when. */
export function EarlierProposals({ proposals }: { proposals: ProposalView[] }) {
  if (proposals.length === 0) return null;
  return (
    <section aria-label="Earlier proposals" className="rounded-xl border border-line bg-surface px-4 py-3">
      <h2 className="text-sm font-semibold">Earlier proposals</h2>
      <ul className="mt-1 divide-y divide-line">
        {proposals.map((proposal) => (
          <li key={proposal.id}>
            <details className="group">
              <summary className="flex min-h-11 flex-wrap items-center gap-x-2 py-1.5 text-sm">
                <ChevronIcon className="size-4 motion-safe:transition-transform group-open:rotate-180" />
                <span className="font-medium">{proposal.title}</span>
                <span className="text-xs text-muted">
                  <ProposalStanding proposal={proposal} />
                </span>
              </summary>
              <div className="flex flex-col gap-4 pb-4 pl-5">
                <ProposalBody proposal={proposal} />
              </div>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
