"use client"; // Opens the evidence that it leads to.

export const evidenceAnchor = (number: number) => `evidence-${number}`;

/** A small link to a numbered piece of evidence on the same page. */
export function Citation({ number }: { number: number }) {
  return (
    <a
      href={`#${evidenceAnchor(number)}`}
      aria-label={`Evidence ${number}`}
      onClick={() => document.getElementById(evidenceAnchor(number))?.setAttribute("open", "")}
      className="mx-0.5 rounded bg-accent/15 px-1 text-xs font-semibold text-accent no-underline hover:underline"
    >
      {number}
    </a>
  );
}
