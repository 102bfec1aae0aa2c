"use client"; // Holds what was written and is not saved yet.

import { useState } from "react";
import { useUnsaved } from "./use-unsaved";

type Value = string | boolean;
type Fields = Record<string, Value>;
/** What was written over which value. */
type Drafts<F extends Fields> = { [Name in keyof F]?: { value: F[Name]; over: F[Name] } };

/** What stands in a field: what was written there, and what is saved where nothing was. */
export const valueIn = <F extends Fields, Name extends keyof F>(drafts: Drafts<F>, saved: F, name: Name): F[Name] =>
  drafts[name] ? (drafts[name].value as F[Name]) : saved[name];

/** What somebody else has saved in a field since it was written over here; null where nobody has. */
export function theirsIn<F extends Fields, Name extends keyof F>(drafts: Drafts<F>, saved: F, name: Name) {
  const draft = drafts[name];
  return draft && saved[name] !== draft.over && saved[name] !== draft.value ? saved[name] : null;
}

/** What is left once this was sent and taken: what was written meanwhile stays. */
export function leftAfter<F extends Fields>(drafts: Drafts<F>, sent: Partial<F>): Drafts<F> {
  const left = Object.entries(drafts).filter(([name, draft]) => draft && draft.value !== sent[name]);
  return Object.fromEntries(
    left.map(([name, draft]) => [name, { ...draft, over: sent[name] ?? draft?.over }]),
  ) as never;
}

/**
 * The fields of a form over what is saved. What others save shows up in the fields that nobody has touched here, and replaces nothing
 * that was written. Whoever leaves while something is not saved is asked first.
 */
export function useDraft<F extends Fields>(saved: F) {
  const [drafts, setDrafts] = useState<Drafts<F>>({});
  const isWritten = (Object.keys(drafts) as (keyof F)[]).filter((name) => drafts[name]?.value !== saved[name]);
  useUnsaved(isWritten.length > 0);
  return {
    shown: <Name extends keyof F>(name: Name): F[Name] => valueIn(drafts, saved, name),
    write: <Name extends keyof F>(name: Name, value: F[Name]) =>
      setDrafts((before) => ({ ...before, [name]: { value, over: before[name]?.over ?? saved[name] } })),
    theirs: <Name extends keyof F>(name: Name) => theirsIn(drafts, saved, name),
    /** What is not as it is saved. */
    changes: Object.fromEntries(isWritten.map((name) => [name, drafts[name]?.value])) as Partial<F>,
    settle: (sent: Partial<F>) => setDrafts((before) => leftAfter(before, sent)),
  };
}
