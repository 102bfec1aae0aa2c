import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import type { NewApiKey } from "@/lib/keys/contract";

/** A secret that is shown once. */
export function NewSecret({ made: { api_key, key }, onPutAway }: { made: NewApiKey; onPutAway: () => void }) {
  return (
    <Notice tone="ok" title={`Copy the secret of ${api_key.name} now.`}>
      It is shown only this once; Nightshift keeps no copy that can be read.
      <span className="mt-1.5 flex flex-wrap items-center gap-1">
        <code className="verbatim min-w-0 flex-1 basis-72 select-all">{key}</code>
        <CopyButton text={key} label="Copy the secret" />
        <Button small tone="quiet" onClick={onPutAway}>
          I have it
        </Button>
      </span>
    </Notice>
  );
}
