"use client"; // Opens over whatever is being written when the session ends under it.

import { useSyncExternalStore } from "react";
import { isSessionEndTold, putAwaySessionEnded, watchSessionEnd } from "@/components/api/session-ended";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** That the session has ended, and the way to go on without losing what is on the page. It closes itself once the API answers again. */
export function SessionEnded() {
  const isTold = useSyncExternalStore(watchSessionEnd, isSessionEndTold, () => false);
  return (
    <Dialog title="Your session has ended" open={isTold} onClose={putAwaySessionEnded}>
      <div className="mt-2 flex flex-col gap-4">
        <p className="text-sm">
          It ran out, or somebody ended it. Nothing was saved since. Sign in again in another tab, come back here and
          press again; what you wrote stays here.
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button tone="quiet" onClick={putAwaySessionEnded}>
            Back to the page
          </Button>
          <a
            href="/sign-in"
            target="_blank"
            rel="noopener"
            data-first-focus
            className="inline-flex min-h-10 items-center rounded-lg bg-accent px-3.5 text-sm font-medium text-accent-ink hover:brightness-110"
          >
            Sign in
            <span className="sr-only">, opens in a new tab</span>
          </a>
        </div>
      </div>
    </Dialog>
  );
}
