"use client"; // Asks for a probe and says what came of it.

import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import type { ServiceView } from "@/lib/monitoring/contract";

type Props = { name: string; onChecked: (service: ServiceView) => void };

export function CheckNow({ name, onChecked }: Props) {
  const reason = useRoleReason("respond");
  const { pending, refusal, run } = useAction<"check">();
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button
        small
        reason={reason}
        busy={pending === "check"}
        aria-label={`Check ${name} now`}
        onClick={() =>
          run("check", async () => onChecked(await post<ServiceView>(`/services/${encodeURIComponent(name)}/check`)))
        }
      >
        {pending === "check" ? "Checking…" : "Check now"}
      </Button>
      {refusal && (
        <span role="alert" className="text-xs text-bad">
          {refusal}
        </span>
      )}
    </span>
  );
}
