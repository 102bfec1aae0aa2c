"use client"; // Holds which kind of secret is chosen.

import { type FormEvent, useState } from "react";
import type { Issue } from "@/components/api/request";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { WrongFields } from "@/components/ui/wrong-fields";

type Props = {
  open: boolean;
  /** Whether Nightshift's own is what is usual; the other is what the source has made. */
  ownFirst: boolean;
  title: string;
  busy: boolean;
  refusal: string | null;
  issues: readonly Issue[];
  onClose: () => void;
  /** Null for one that Nightshift makes. */
  onAdd: (value: string | null) => void;
};

export function AddSecretDialog({ open, ownFirst, title, busy, refusal, issues, onClose, onAdd }: Props) {
  const [isOwn, setOwn] = useState(ownFirst);
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onAdd(isOwn ? null : String(new FormData(event.currentTarget).get("value") ?? ""));
  };
  const choice =
    "flex cursor-pointer items-center gap-3 rounded-lg border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft";
  const mark = "size-6 shrink-0 accent-accent";
  return (
    <Dialog title="Add a secret" open={open} onClose={onClose}>
      <form onSubmit={add} className="mt-2 flex flex-col gap-4">
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-sm font-medium">Who makes it</legend>
          <label className={choice}>
            <input type="radio" name="maker" checked={isOwn} onChange={() => setOwn(true)} className={mark} />
            <span className="text-sm">
              <strong className="font-medium">Nightshift</strong>
              <span className="block text-muted">It is shown once, to be pasted at the source.</span>
            </span>
          </label>
          <label className={choice}>
            <input type="radio" name="maker" checked={!isOwn} onChange={() => setOwn(false)} className={mark} />
            <span className="text-sm">
              <strong className="font-medium">{title}</strong>
              <span className="block text-muted">It made one, which is pasted here.</span>
            </span>
          </label>
        </fieldset>
        {!isOwn && (
          <WrongFields issues={issues}>
            <Field
              label="The secret"
              name="value"
              type="password"
              required
              minLength={16}
              limit={500}
              autoComplete="off"
              note="At least 16 characters. It is stored sealed and not shown again."
            />
          </WrongFields>
        )}
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <DialogActions submit="Add it" busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
