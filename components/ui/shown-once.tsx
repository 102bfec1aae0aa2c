import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Notice } from "./notice";

/** A secret that is shown once. */
export function ShownOnce({ what, secret, onPutAway }: { what: string; secret: string; onPutAway: () => void }) {
  return (
    <Notice tone="ok" title={`Copy the secret of ${what} now.`}>
      It is shown only this once; Nightshift keeps it sealed and shows it to nobody again.
      <span className="mt-1.5 flex flex-wrap items-center gap-1">
        <code className="verbatim min-w-0 flex-1 basis-72 select-all">{secret}</code>
        <CopyButton text={secret} label="Copy the secret" />
        <Button small tone="quiet" onClick={onPutAway}>
          I have it
        </Button>
      </span>
    </Notice>
  );
}
