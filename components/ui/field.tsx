"use client"; // Counts while one writes.

import { type ComponentProps, type ReactNode, type Ref, useId, useImperativeHandle, useRef } from "react";
import { LimitSaid, useLimit } from "./limit";
import { useWrong } from "./wrong-fields";

type Own = {
  label: string;
  note?: ReactNode /** So many characters are taken. More is not cut: it is told. */;
  limit?: number;
};
type Props = Omit<ComponentProps<"input">, "maxLength" | "onInput" | "ref"> & Own;

const look = "min-h-11 w-full rounded-lg border border-line-strong bg-raised px-3 text-base aria-invalid:border-bad";

/** One line of text with its label, what was wrong with it, and a note; a screen reader says both with it. */
export function Field({ label, note, limit, id, className = "", ...input }: Props) {
  const made = useId();
  const own = id ?? made;
  const wrong = useWrong(input.name);
  const field = useRef<HTMLInputElement>(null);
  const { words, isOver, count } = useLimit(field, limit, label);
  return (
    <div className={`flex flex-col gap-1.5 ${className}`}>
      <label htmlFor={own} className="text-sm font-medium">
        {label}
      </label>
      <input
        {...input}
        ref={field}
        onInput={count}
        id={own}
        {...heard(own, wrong, note, words, isOver)}
        className={`${look} read-only:bg-sunken`}
      />
      {limit !== undefined && <LimitSaid id={own} words={words} isOver={isOver} />}
      <Said id={own} wrong={isOver ? null : wrong} note={note} />
    </div>
  );
}

type AreaProps = Omit<ComponentProps<"textarea">, "maxLength" | "onInput" | "ref"> &
  Own & { ref?: Ref<HTMLTextAreaElement> };

/** The same for a text of several lines. */
export function AreaField({ label, note, limit, id, className = "", ref, ...area }: AreaProps) {
  const made = useId();
  const own = id ?? made;
  const wrong = useWrong(area.name);
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => field.current as HTMLTextAreaElement);
  const { words, isOver, count } = useLimit(field, limit, label);
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={own} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        {...area}
        ref={field}
        onInput={count}
        id={own}
        {...heard(own, wrong, note, words, isOver)}
        className={`rounded-lg border border-line-strong bg-raised px-3 py-2 text-sm read-only:cursor-not-allowed read-only:bg-sunken read-only:text-muted aria-invalid:border-bad ${className}`}
      />
      {limit !== undefined && <LimitSaid id={own} words={words} isOver={isOver} />}
      <Said id={own} wrong={isOver ? null : wrong} note={note} />
    </div>
  );
}

type SelectProps = ComponentProps<"select"> & { label: string; note?: ReactNode };

/** A choice among few, with its label. */
export function SelectField({ label, note, className = "", children, ...select }: SelectProps) {
  const id = useId();
  const wrong = useWrong(select.name);
  return (
    <div className={`flex flex-col gap-1.5 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select {...select} id={id} {...heard(id, wrong, note)} className={look}>
        {children}
      </select>
      <Said id={id} wrong={wrong} note={note} />
    </div>
  );
}

const heard = (id: string, wrong: string | null, note: ReactNode, limit: string | null = null, isOver = false) => ({
  "aria-invalid": wrong || isOver ? (true as const) : undefined,
  "aria-describedby":
    [wrong && !isOver && `${id}-wrong`, limit && `${id}-limit`, note && `${id}-note`].filter(Boolean).join(" ") ||
    undefined,
});

function Said({ id, wrong, note }: { id: string; wrong: string | null; note: ReactNode }) {
  return (
    <>
      {wrong && (
        <p id={`${id}-wrong`} className="text-xs font-medium text-bad">
          {wrong}
        </p>
      )}
      {note && (
        <p id={`${id}-note`} className="text-xs text-muted">
          {note}
        </p>
      )}
    </>
  );
}
