"use client"; // Asks for a run to be stopped.

import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import type { ExecutionView } from "@/lib/remediation/contract";

/** Kills what runs, inside the container too. One press: stopping must be quick. */
export function CancelExecution({ execution }: { execution: ExecutionView }) {
  const role = useRoleReason("operate");
  const { pending, refusal, run } = useAction<"cancel">();
  return (
    <span className="flex flex-wrap items-center gap-2">
      {refusal && (
        <span role="alert" className="text-xs text-bad">
          {refusal}
        </span>
      )}
      <Button
        small
        tone="danger"
        reason={role}
        busy={pending === "cancel"}
        onClick={() => run("cancel", () => post(`/executions/${execution.id}/cancel`))}
      >
        {pending === "cancel" ? "Cancelling…" : "Cancel the run"}
      </Button>
    </span>
  );
}
