"use client"; // Opens the evidence that it leads to.

/** `of`: whose evidence it is, where a page shows more than the diagnosis's. */
export const evidenceAnchor = (number: number, of?: string) => `evidence-${of ? `${of}-` : ""}${number}`;

/** A small link to a numbered piece of evidence on the same page. */
export function Citation({ number, of }: { number: number; of?: string }) {
  const anchor = evidenceAnchor(number, of);
  return (
    <a
      href={`#${anchor}`}
      aria-label={`Evidence ${number}`}
      onClick={() => {
        // The list that it stands in may be folded as well.
        for (let at = document.getElementById(anchor); at; at = at.parentElement)
          if (at instanceof HTMLDetailsElement) at.open = true;
      }}
      className="mx-0.5 rounded bg-accent/15 px-1 text-xs font-semibold text-accent no-underline hover:underline"
    >
      {number}
    </a>
  );
}
