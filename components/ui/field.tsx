import { type ComponentProps, type ReactNode, useId } from "react";
import { useWrong } from "./wrong-fields";

type Props = ComponentProps<"input"> & { label: string; note?: ReactNode };

const look = "min-h-11 w-full rounded-lg border border-line-strong bg-raised px-3 text-base aria-invalid:border-bad";

/** One line of text with its label, what was wrong with it, and a note; a screen reader says both with it. */
export function Field({ label, note, id, className = "", ...input }: Props) {
  const made = useId();
  const own = id ?? made;
  const wrong = useWrong(input.name);
  return (
    <div className={`flex flex-col gap-1.5 ${className}`}>
      <label htmlFor={own} className="text-sm font-medium">
        {label}
      </label>
      <input {...input} id={own} {...heard(own, wrong, note)} className={`${look} read-only:bg-sunken`} />
      <Said id={own} wrong={wrong} note={note} />
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

const heard = (id: string, wrong: string | null, note: ReactNode) => ({
  "aria-invalid": wrong ? (true as const) : undefined,
  "aria-describedby": [wrong && `${id}-wrong`, note && `${id}-note`].filter(Boolean).join(" ") || undefined,
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
