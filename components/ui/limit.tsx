"use client"; // Counts while one writes.

import { type RefObject, useEffect, useState } from "react";

type Written = HTMLInputElement | HTMLTextAreaElement;
const NEAR = 0.9;
// Of a short one everybody sees how long it is.
const COUNTED_FROM = 50;

/** What to say of a text of this length where so much is taken; null while it is far from that. */
export function limitWords(length: number, limit: number | undefined): string | null {
  if (limit === undefined) return null;
  if (length <= limit && (limit < COUNTED_FROM || length < limit * NEAR)) return null;
  const [has, most] = [length.toLocaleString("en"), limit.toLocaleString("en")];
  return length > limit ? `At most ${most} characters; it has ${has}` : `${has} of ${most} characters`;
}

/**
 * How much of a field may be kept. Nothing is cut, as `maxLength` would cut what is pasted: the count is told once it is near, and the
 * form is not sent while it is over.
 */
export function useLimit(field: RefObject<Written | null>, limit: number | undefined, label: string) {
  const [length, setLength] = useState(0);
  const count = () => {
    const element = field.current;
    if (!element || limit === undefined) return;
    // As the API counts it: what stands around it is taken off.
    const now = element.value.trim().length;
    setLength(now);
    element.setCustomValidity(now > limit ? `${label}: ${limitWords(now, limit)}` : "");
  };
  // After each rendering, for what was put there by other means than by writing.
  useEffect(() => {
    count();
    const { form } = field.current ?? {};
    // The form has not put back its fields yet when it says that it does.
    const recount = () => queueMicrotask(count);
    form?.addEventListener("reset", recount);
    return () => form?.removeEventListener("reset", recount);
  });
  return { words: limitWords(length, limit), isOver: limit !== undefined && length > limit, count };
}

/** The count, where it matters; a screen reader hears when it goes over. */
export function LimitSaid({ id, words, isOver }: { id: string; words: string | null; isOver: boolean }) {
  return (
    <p
      id={`${id}-limit`}
      role="status"
      className={`text-xs empty:hidden ${isOver ? "font-medium text-bad" : "text-muted"}`}
    >
      {words}
    </p>
  );
}
