import type { ReactNode } from "react";

const tones = {
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-accent-soft text-accent",
  quiet: "bg-sunken text-muted",
} as const;
export type Tone = keyof typeof tones;

/** A state in a word, with a mark of its own shape: the colour only repeats what both say. */
export function Badge({ tone, mark, children }: { tone: Tone; mark?: ReactNode; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-md px-1.5 py-0.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {mark}
      {children}
    </span>
  );
}
