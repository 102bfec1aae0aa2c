"use client"; // Says at once when a name is not a known one.

import { type ComponentProps, useId, useState } from "react";
import { Field } from "@/components/ui/field";

type Props = Omit<ComponentProps<typeof Field>, "note" | "defaultValue"> & {
  defaultValue: string;
  known: readonly string[];
  note: string;
  /** What it means that a name is not among the known ones. It may be saved all the same: it may become one. */
  unknown: string;
};

/** A name, with the known ones to choose from. */
export function KnownField({ known, note, unknown, defaultValue, ...field }: Props) {
  const list = useId();
  const [value, setValue] = useState(defaultValue);
  const name = value.trim().toLowerCase();
  const isKnown = name === "" || known.some((one) => one.toLowerCase() === name);
  return (
    <>
      <Field
        {...field}
        list={list}
        autoComplete="off"
        value={value}
        onChange={(event) => setValue(event.target.value)}
        note={isKnown ? note : <strong className="font-medium text-warn">{unknown}</strong>}
      />
      <datalist id={list}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
