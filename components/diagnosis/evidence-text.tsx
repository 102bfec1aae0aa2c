"use client"; // Loads what is behind an excerpt when it is asked for.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { EvidenceView, EvidenceText as Whole } from "@/lib/diagnosis/contract";

/** What was found, word for word: an excerpt, and all that is kept of it once somebody wants to read it. */
export function EvidenceText({ id, excerpt, has_more: hasMore }: EvidenceView) {
  const [text, setText] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const { pending, refusal, run } = useAction<"load">();
  const toggle = () =>
    run("load", async () => {
      if (!isOpen && text === null) setText((await get<Whole>(`/evidence/${id}`)).text);
      setOpen(!isOpen);
    });
  return (
    <>
      <pre className="verbatim mt-1 max-h-72 overflow-y-auto">{(isOpen && text) || excerpt}</pre>
      {hasMore && (
        <Button small tone="quiet" busy={pending === "load"} onClick={toggle}>
          {pending === "load" ? "Loading…" : isOpen ? "Show the excerpt" : "Show all"}
        </Button>
      )}
      {refusal && <Notice tone="bad">{refusal}</Notice>}
    </>
  );
}
