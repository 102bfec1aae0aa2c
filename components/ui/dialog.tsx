"use client"; // Opens above the page and gives the keyboard back when it closes.

import { createContext, type FormEvent, type ReactNode, use, useEffect, useId, useRef, useState } from "react";
import { mayLeave } from "./unsaved";
import { useUnsaved } from "./use-unsaved";

type Props = { title: string; open: boolean; onClose: () => void; children: ReactNode };

const MayClose = createContext<() => boolean>(() => true);

/** For a way out that stands within a dialog: whether to take it. Whoever has written something there is asked. */
export const useMayClose = (): (() => boolean) => use(MayClose);

/**
 * A question that must be answered before anything else: the browser keeps focus inside, and Escape always means "no". What carries
 * `data-first-focus` has the keyboard at the start. What was written in it is not thrown away unasked.
 */
export function Dialog({ title, open, onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [isWritten, setWritten] = useState(false);
  if (!open && isWritten) setWritten(false);
  useUnsaved(open && isWritten);
  useEffect(() => {
    if (!open) return element.current?.close();
    element.current?.showModal();
    element.current?.querySelector<HTMLElement>("[data-first-focus]")?.focus();
  }, [open]);
  const mayClose = () => mayLeave(isWritten);
  const leave = () => mayClose() && onClose();
  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onInput={(event) => isWriting(event) && setWritten(true)}
      // Before the browser closes it by itself, which a second Escape would not ask about.
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.preventDefault();
        leave();
      }}
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
      // Told later when it was closed from here: by then another one may be open.
      onClose={() => open && onClose()}
      className="max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-1.5rem))] overflow-y-auto rounded-xl border border-line bg-surface p-4 sm:p-5"
    >
      <h2 id={titleId} className="text-lg font-semibold">
        {title}
      </h2>
      <MayClose value={mayClose}>{open && children}</MayClose>
    </dialog>
  );
}

/** One choice among few is made again in a moment; what was typed or ticked is not. */
function isWriting({ target }: FormEvent): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.type !== "radio" && target.type !== "search";
}
