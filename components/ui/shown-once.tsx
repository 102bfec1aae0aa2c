"use client"; // Asks before what is shown only here goes.

import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Notice } from "./notice";
import { SHOWN_ONCE } from "./unsaved";
import { useUnsaved } from "./use-unsaved";

type Props = {
  title: string;
  /** What cannot be read anywhere else, and how the button that copies it calls it. */
  secret: string;
  copy?: string;
  onPutAway: () => void;
  children: ReactNode;
};

/** Something that is shown once: it stays until it is put away, and whoever leaves before that is asked. */
export function ShownOnce({ title, secret, copy = "Copy the secret", onPutAway, children }: Props) {
  useUnsaved(true, SHOWN_ONCE);
  return (
    <Notice tone="ok" title={title}>
      {children}
      <span className="mt-1.5 flex flex-wrap items-center gap-1">
        <code className="verbatim min-w-0 flex-1 basis-72 select-all">{secret}</code>
        <CopyButton text={secret} label={copy} />
        <Button small tone="quiet" onClick={onPutAway}>
          I have it
        </Button>
      </span>
    </Notice>
  );
}

/** The secrets of webhooks and integrations. */
export function SecretShownOnce({ what, ...shown }: { what: string; secret: string; onPutAway: () => void }) {
  return (
    <ShownOnce {...shown} title={`Copy the secret of ${what} now.`}>
      It is shown only this once; Nightshift keeps it sealed and shows it to nobody again.
    </ShownOnce>
  );
}
