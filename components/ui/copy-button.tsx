"use client"; // Writes to the clipboard.

import { useState } from "react";
import { Button } from "./button";
import { CheckIcon, CopyIcon } from "./icons";

type Props = { text: string | (() => string); label: string; className?: string };

export function CopyButton({ text, label, className = "" }: Props) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "function" ? text() : text);
      setOutcome("copied");
    } catch (error) {
      console.warn("The browser refused the clipboard", error);
      setOutcome("refused");
    }
    setTimeout(() => setOutcome(null), 2_000);
  };
  return (
    <Button tone="quiet" small onClick={copy} title={label} className={className}>
      {outcome === "copied" ? <CheckIcon className="size-3.5" /> : <CopyIcon className="size-3.5" />}
      <span className="sr-only">{label}</span>
      <span aria-live="polite" className={outcome ? "text-xs" : "sr-only"}>
        {outcome === "copied" && "Copied"}
        {outcome === "refused" && "Not allowed"}
      </span>
    </Button>
  );
}
