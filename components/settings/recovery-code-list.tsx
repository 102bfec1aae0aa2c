"use client"; // Asks before what is shown only here goes.

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { SHOWN_ONCE } from "@/components/ui/unsaved";
import { useUnsaved } from "@/components/ui/use-unsaved";

/** Codes that are shown once. */
export function RecoveryCodeList({ codes, onPutAway }: { codes: string[]; onPutAway: () => void }) {
  useUnsaved(true, SHOWN_ONCE);
  return (
    <div className="mt-3">
      <Notice tone="ok" title="Your recovery codes.">
        Each lets you in once without the phone. They are shown only now: keep them where the phone is not.
        <span className="mt-2 flex items-start gap-2">
          <span className="grid flex-1 gap-x-6 gap-y-1 font-mono text-[0.8125rem] sm:grid-cols-2">
            {codes.map((code) => (
              <code key={code}>{code}</code>
            ))}
          </span>
          <CopyButton text={codes.join("\n")} label="Copy all codes" />
        </span>
        <Button small tone="quiet" onClick={onPutAway} className="mt-1.5">
          I have them
        </Button>
      </Notice>
    </div>
  );
}
