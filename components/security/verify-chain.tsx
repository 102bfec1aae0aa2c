"use client"; // Asks for a verification and shows what it found.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Verification } from "@/lib/audit/contract";

/** Recomputes the chain when asked to, and says what was found. */
export function VerifyChain() {
  const { pending, refusal, run } = useAction<"verify">();
  const [found, setFound] = useState<Verification | null>(null);
  const verify = () => run("verify", async () => setFound(await get<Verification>("/security/audit-logs/verify")));
  return (
    <div className="flex flex-col items-start gap-3" aria-live="polite">
      <Button busy={pending === "verify"} onClick={verify}>
        {pending ? "Recomputing every entry…" : "Verify the chain"}
      </Button>
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      {found && !pending && (
        <Notice {...verdictOf(found)}>
          {found.text}
          {found.head && (
            <span className="mt-1 block font-mono text-xs wrap-anywhere text-muted">
              Head {found.head.seq}:{found.head.hash}
            </span>
          )}
        </Notice>
      )}
    </div>
  );
}

/** Every link may fit, and there is still something to ask about. */
function verdictOf({ intact, signed_from }: Verification) {
  if (!intact) return { tone: "bad" as const, title: "Broken." };
  return signed_from === 1
    ? { tone: "ok" as const, title: "Intact." }
    : { tone: "warn" as const, title: "Intact, but not signed from its beginning." };
}
