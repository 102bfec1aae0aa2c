import { type ComponentProps, type ReactNode, useId } from "react";

type Props = ComponentProps<"input"> & { label: string; note?: ReactNode };

const look = "min-h-11 w-full rounded-lg border border-line-strong bg-raised px-3 text-base";

/** One line of text with its label, and a note that a screen reader says with it. */
export function Field({ label, note, id, className = "", ...input }: Props) {
  const made = useId();
  const own = id ?? made;
  return (
    <div className={`flex flex-col gap-1.5 ${className}`}>
      <label htmlFor={own} className="text-sm font-medium">
        {label}
      </label>
      <input
        {...input}
        id={own}
        aria-describedby={note ? `${own}-note` : undefined}
        className={`${look} read-only:bg-sunken`}
      />
      {note && (
        <p id={`${own}-note`} className="text-xs text-muted">
          {note}
        </p>
      )}
    </div>
  );
}

type SelectProps = ComponentProps<"select"> & { label: string; note?: ReactNode };

/** A choice among few, with its label. */
export function SelectField({ label, note, className = "", children, ...select }: SelectProps) {
  const id = useId();
  return (
    <div className={`flex flex-col gap-1.5 ${className}`}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select {...select} id={id} aria-describedby={note ? `${id}-note` : undefined} className={look}>
        {children}
      </select>
      {note && (
        <p id={`${id}-note`} className="text-xs text-muted">
          {note}
        </p>
      )}
    </div>
  );
}
