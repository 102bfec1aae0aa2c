"use client"; // Holds what is being written.

import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./button";

type Props = {
  label: string;
  placeholder?: string;
  submit: string;
  busy: boolean;
  tone?: "primary" | "danger" | "plain";
  /** Why nothing can be written now; it is read below the field. */
  reason?: string | null;
  maxLength: number;
  /** True when what was written has been taken; the field is emptied. */
  onSubmit: (text: string) => Promise<boolean>;
  onCancel?: () => void;
  children?: ReactNode;
};

/** One text with a reason to be written: a note, why a fix is rejected, what was done. */
export function TextForm(props: Props) {
  const { label, placeholder, submit, busy, tone = "primary", reason, maxLength, onSubmit, onCancel, children } = props;
  const id = useId();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (reason || busy || !text.trim() || !(await onSubmit(text.trim()))) return;
    // The button that was pressed is made anew with its reason, and would take the keyboard's place with it.
    if (field.current?.form?.contains(document.activeElement)) field.current.focus();
    setText("");
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-2">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        ref={field}
        data-first-focus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        rows={3}
        maxLength={maxLength}
        // It stays reachable by keyboard, so that the reason can be heard.
        readOnly={Boolean(reason)}
        aria-disabled={reason ? true : undefined}
        aria-describedby={reason ? `${id}-why` : undefined}
        placeholder={reason ? undefined : placeholder}
        className="rounded-lg border border-line-strong bg-raised px-3 py-2 text-sm read-only:cursor-not-allowed read-only:bg-sunken read-only:text-muted"
      />
      {reason && (
        <p id={`${id}-why`} className="text-xs text-muted">
          {reason}
        </p>
      )}
      {children}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          tone={tone}
          small
          busy={busy}
          reason={reason ?? (text.trim() ? null : "Write something first")}
        >
          {submit}
        </Button>
        {onCancel && (
          <Button small tone="quiet" onClick={onCancel}>
            Never mind
          </Button>
        )}
      </div>
    </form>
  );
}
