"use client"; // Holds which dialog is open, and what came of what it asked.

import { useState } from "react";
import type { Issue } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";

const NONE: readonly Issue[] = [];

/**
 * Which of several dialogs is open. An answer closes only the dialog that it was asked in, and a refusal is shown in no other: until it
 * comes, somebody may have gone on to the next. Work that comes to false leaves its dialog open. `late` is the refusal of one that is not open any more, for the page to show.
 */
export function useQuestion<Asked>() {
  const { pending, refusal, issues, run, clear } = useAction<"answer">();
  // Made anew each time, so that the same question asked twice is two.
  const [open, setOpen] = useState<{ asked: Asked } | null>(null);
  const [tried, setTried] = useState<typeof open>(null);
  const show = (next: typeof open) => {
    clear();
    setOpen(next);
  };
  const close = () => show(null);
  const answer = async (work: () => Promise<unknown>): Promise<boolean> => {
    setTried(open);
    let came: unknown;
    const isDone = await run("answer", async () => {
      came = await work();
    });
    if (!isDone || came === false) return false;
    setOpen((now) => (now === open ? null : now));
    return true;
  };
  const isOwn = open !== null && open === tried;
  return {
    asked: open?.asked ?? null,
    ask: (asked: Asked) => show({ asked }),
    answer,
    late: isOwn ? null : refusal,
    /** What a dialog shows of it. */
    said: {
      busy: pending !== null,
      refusal: isOwn ? refusal : null,
      issues: isOwn ? issues : NONE,
      onClose: close,
    },
  };
}
