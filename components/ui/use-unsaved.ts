"use client"; // Watches the ways out of a page.

import { useEffect, useState } from "react";
import { keepUnsaved, WRITTEN } from "./unsaved";

/** While something would be lost, whoever closes the page, follows a link or goes back is asked first, and an ended session stays here. */
export function useUnsaved(isUnsaved: boolean, why: string = WRITTEN): void {
  useEffect(() => (isUnsaved ? keepUnsaved(why) : undefined), [isUnsaved, why]);
}

/** A form that whoever leaves is asked about once something was written in it. Give it `onInput`, and call `settle` once it was taken. */
export function useWritten() {
  const [isWritten, setWritten] = useState(false);
  useUnsaved(isWritten);
  return { isWritten, onInput: () => setWritten(true), settle: () => setWritten(false) };
}
