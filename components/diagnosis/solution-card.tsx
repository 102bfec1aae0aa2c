"use client"; // Asks for a solution.

import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import type { EvidenceView, SolutionView } from "@/lib/diagnosis/contract";
import { Advice } from "./advice";
import { CitedText } from "./cited-text";

type Props = {
  incidentId: string;
  solution: SolutionView | null;
  evidence: EvidenceView[];
  /** Whether the diagnosis on the same page is the one it was drawn from, and says what is wrong. */
  saysCauseAbove: boolean;
  /** Then there is nothing to do now, only what can be learned for later. */
  isResolved: boolean;
  /** Why no solution can be asked for now. */
  blocked: string | null;
  onChange: () => void;
};

export function SolutionCard(props: Props) {
  const { incidentId, solution, evidence, saysCauseAbove, isResolved, blocked, onChange } = props;
  const role = useRoleReason("respond");
  const { pending, refusal, run } = useAction<"solution">();
  return (
    <Card
      title="Solution"
      id="solution"
      note={solution && <Ago at={solution.created_at} />}
      actions={
        <Button
          small
          busy={pending === "solution"}
          reason={role ?? blocked}
          onClick={() =>
            run("solution", async () => {
              await post(`/incidents/${incidentId}/solution`);
              onChange();
            })
          }
        >
          {pending === "solution" ? "Thinking…" : "Get AI Solution"}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        {solution ? (
          <>
            {!saysCauseAbove && (
              <p className="text-sm">
                <CitedText text={solution.summary} evidence={evidence} />
              </p>
            )}
            {isResolved ? (
              saysCauseAbove && <p className="text-sm text-muted">It is resolved, so there is nothing to do now.</p>
            ) : (
              <Advice title="Now" items={solution.immediate_steps} evidence={evidence} ordered />
            )}
            <Advice title="Long term" items={solution.long_term_fixes} evidence={evidence} />
            <Advice title="Watch" items={solution.monitoring} evidence={evidence} />
          </>
        ) : (
          <p className="text-sm text-muted">
            {isResolved ? "Fixes" : "Steps for now, fixes"} for later and what to watch, drawn from the diagnosis.
          </p>
        )}
      </div>
    </Card>
  );
}
