"use client"; // Holds what is being written.

import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "./button";
import { AreaField } from "./field";
import { mayLeave } from "./unsaved";
import { useUnsaved } from "./use-unsaved";

type Props = {
  label: string;
  placeholder?: string;
  submit: string;
  busy: boolean;
  tone?: "primary" | "danger" | "plain";
  /** Why nothing can be written now; it is read below the field. */
  reason?: string | null;
  limit: number;
  /** True when what was written has been taken; the field is emptied. */
  onSubmit: (text: string) => Promise<boolean>;
  onCancel?: () => void;
  children?: ReactNode;
};

/** One text with a reason to be written: a note, why a fix is rejected, what was done. */
export function TextForm(props: Props) {
  const { label, placeholder, submit, busy, tone = "primary", reason, limit, onSubmit, onCancel, children } = props;
  const [text, setText] = useState("");
  const isWritten = text.trim() !== "";
  useUnsaved(isWritten);
  const field = useRef<HTMLTextAreaElement>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (reason || busy || !isWritten || !(await onSubmit(text.trim()))) return;
    // The button that was pressed is made anew with its reason, and would take the keyboard's place with it.
    if (field.current?.form?.contains(document.activeElement)) field.current.focus();
    // What was written meanwhile stays.
    setText((now) => (now === text ? "" : now));
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-2">
      <AreaField
        label={label}
        limit={limit}
        ref={field}
        data-first-focus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        rows={3}
        // It stays reachable by keyboard, so that the reason can be heard.
        readOnly={Boolean(reason)}
        aria-disabled={reason ? true : undefined}
        placeholder={reason ? undefined : placeholder}
        note={reason}
      />
      {children}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          tone={tone}
          small
          busy={busy}
          reason={reason ?? (isWritten ? null : "Write something first")}
        >
          {submit}
        </Button>
        {onCancel && (
          <Button small tone="quiet" onClick={() => mayLeave(isWritten) && onCancel()}>
            Never mind
          </Button>
        )}
      </div>
    </form>
  );
}
