"use client"; // Asks before what was written is thrown away.

import { Button, type ButtonProps } from "./button";
import { useMayClose } from "./dialog";

type Props = {
  /** What the dialog asks for. */
  submit: string;
  tone?: ButtonProps["tone"];
  busy?: boolean;
  /** Without it the form around is sent. */
  onSubmit?: () => void;
  onCancel: () => void;
};

/**
 * How a dialog ends: the way back, then what it asks for. Where a press alone decides, the way back has the focus, so that a key that is
 * held down or pressed by accident closes the question instead of answering it.
 */
export function DialogActions({ submit, tone = "primary", busy, onSubmit, onCancel }: Props) {
  const mayClose = useMayClose();
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button tone="quiet" data-first-focus={onSubmit && true} onClick={() => mayClose() && onCancel()}>
        Never mind
      </Button>
      <Button type={onSubmit ? "button" : "submit"} tone={tone} busy={busy} onClick={onSubmit}>
        {submit}
      </Button>
    </div>
  );
}
