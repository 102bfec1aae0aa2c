import { Card } from "@/components/ui/card";
import type { AutomationMetrics, Share } from "@/lib/analytics/contract";
import { ShareBar } from "./share-bar";
import { percent } from "./words";

type Row = { word: string; share: Share; of: string };

/** From the proposal to the proven fix: where the way ends, and how often. */
export function AutomationCard({ automation }: { automation: AutomationMetrics }) {
  const rows: Row[] = [
    { word: "A fix was proposed", share: automation.proposed, of: "incidents opened" },
    { word: "Approved", share: automation.approved, of: "proposals" },
    { word: "Worked, verified", share: automation.succeeded, of: "executions" },
    { word: "Undone", share: automation.rolled_back, of: "executions" },
    { word: "Failed", share: automation.failed, of: "executions" },
    { word: "Resolved that way", share: automation.fixed_by_nightshift, of: "incidents resolved" },
  ];
  return (
    <Card title="Automation">
      <ul className="flex flex-col gap-2.5 text-sm">
        {rows.map(({ word, share, of }) => (
          <li key={word}>
            <div className="flex items-baseline justify-between gap-3">
              <span>{word}</span>
              <span className="flex items-baseline justify-end gap-2 text-right text-xs text-muted">
                {share.numerator.toLocaleString("en")} of {share.denominator.toLocaleString("en")} {of}
                <span className="w-12 shrink-0 text-sm font-medium text-ink">{percent(share)}</span>
              </span>
            </div>
            <ShareBar share={share.share} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
