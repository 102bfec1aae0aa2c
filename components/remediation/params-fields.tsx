"use client"; // Holds what is being written.

import { useId } from "react";

export type Draft = Record<string, string>;

/** The arguments as text that a person can change. */
export const draftOf = (params: Record<string, unknown>): Draft =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );

/** The text as arguments again, each of the kind it was; text that is no longer of that kind goes as text, for the server to refuse in its words. */
export function paramsOf(draft: Draft, before: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(draft).map(([name, text]) => {
      if (typeof before[name] === "string") return [name, text];
      try {
        return [name, JSON.parse(text) as unknown];
      } catch {
        return [name, text];
      }
    }),
  );
}

type Props = { draft: Draft; onChange: (draft: Draft) => void };

export function ParamsFields({ draft, onChange }: Props) {
  const id = useId();
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      {Object.entries(draft).map(([name, text]) => (
        <div key={name} className="flex flex-col gap-1">
          <label htmlFor={`${id}-${name}`} className="text-xs text-muted">
            {name.replaceAll("_", " ")}
          </label>
          <input
            id={`${id}-${name}`}
            value={text}
            onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
            className="min-h-9 rounded-lg border border-line-strong bg-raised px-2.5 font-mono text-sm"
          />
        </div>
      ))}
    </div>
  );
}
