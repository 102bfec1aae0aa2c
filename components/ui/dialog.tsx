"use client"; // Opens above the page and gives the keyboard back when it closes.

import { type ReactNode, useEffect, useId, useRef } from "react";

type Props = { title: string; open: boolean; onClose: () => void; children: ReactNode };

/**
 * A question that must be answered before anything else: the browser keeps focus inside, and Escape always means "no". What carries
 * `data-first-focus` has the keyboard at the start.
 */
export function Dialog({ title, open, onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (!open) return element.current?.close();
    element.current?.showModal();
    element.current?.querySelector<HTMLElement>("[data-first-focus]")?.focus();
  }, [open]);
  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onClose={onClose}
      className="max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-1.5rem))] overflow-y-auto rounded-xl border border-line bg-surface p-4 sm:p-5"
    >
      <h2 id={titleId} className="text-lg font-semibold">
        {title}
      </h2>
      {open && children}
    </dialog>
  );
}
