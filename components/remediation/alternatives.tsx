"use client"; // Asks for another proposal.

import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { ChevronIcon } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import type { ProposalView } from "@/lib/remediation/contract";
import { ReversibleBadge, RiskBadge } from "./risk-badge";

type Props = { proposal: ProposalView; onChange: () => void };

/** Other actions that would fit, with what they risk. Choosing one proposes it; nothing runs. */
export function Alternatives({ proposal, onChange }: Props) {
  const role = useRoleReason("respond");
  const { pending, refusal, run } = useAction<string>();
  if (proposal.alternatives.length === 0) return null;
  return (
    <details className="group rounded-lg border border-line">
      <summary className="flex min-h-10 items-center gap-1.5 px-3 text-sm font-medium">
        <ChevronIcon className="size-4 motion-safe:transition-transform group-open:rotate-180" />
        Alternatives ({proposal.alternatives.length})
      </summary>
      <div className="flex flex-col gap-2 px-3 pb-3">
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <ul className="divide-y divide-line">
          {proposal.alternatives.map(({ action, title, risk, reversible }) => (
            <li key={action} className="flex flex-wrap items-center gap-2 py-2">
              <span className="text-sm font-medium">{title}</span>
              <RiskBadge risk={risk} />
              <ReversibleBadge reversible={reversible} />
              <span className="ml-auto">
                <Button
                  small
                  reason={role}
                  busy={pending === action}
                  aria-label={`Propose ${title} instead`}
                  onClick={() =>
                    run(action, async () => {
                      await post(`/incidents/${proposal.incident_id}/actions`, { action, params: {} });
                      onChange();
                    })
                  }
                >
                  Propose this instead
                </Button>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
