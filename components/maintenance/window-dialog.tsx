"use client"; // Times are written in the reader's own zone, which only the browser knows.

import { type FormEvent, useId, useState } from "react";
import type { Issue } from "@/components/api/request";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { WrongFields } from "@/components/ui/wrong-fields";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import { localOf, momentOf, zoneWords } from "./local-time";
import { ServiceChoice, servicesIn } from "./service-choice";

const HOUR_MS = 3_600_000;

export type WindowFields = {
  name: string;
  reason: string;
  service_names: string[];
  starts_at: string;
  ends_at: string;
};

type Props = {
  /** What is changed; null for a new one. */
  planned: MaintenanceWindowView | null;
  open: boolean;
  services: string[];
  busy: boolean;
  refusal: string | null;
  issues: readonly Issue[];
  onClose: () => void;
  onSave: (fields: WindowFields) => void;
};

export function WindowDialog({ planned, open, services, busy, refusal, issues, onClose, onSave }: Props) {
  return (
    <Dialog title={planned ? `Change ${planned.name}` : "Plan maintenance"} open={open} onClose={onClose}>
      <WindowForm {...{ planned, services, busy, refusal, issues, onClose, onSave }} />
    </Dialog>
  );
}

/** Its own component, so that "now" is when the dialog opened. */
function WindowForm({ planned, services, busy, refusal, issues, onClose, onSave }: Omit<Props, "open">) {
  const [now] = useState(() => new Date());
  const [wrong, setWrong] = useState<string | null>(null);
  const reason = useId();
  const starts = planned ? new Date(planned.starts_at) : now;
  const ends = planned ? new Date(planned.ends_at) : new Date(now.getTime() + HOUR_MS);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const startsAt = momentOf(String(fields.get("starts_at") ?? ""));
    const endsAt = momentOf(String(fields.get("ends_at") ?? ""));
    const isSpan = startsAt !== null && endsAt !== null && startsAt < endsAt;
    const names = servicesIn(fields);
    setWrong(
      !names ? "Tick at least one service, or choose all of them" : isSpan ? null : "The end must come after the start",
    );
    if (!isSpan || !names) return;
    onSave({
      name: String(fields.get("name") ?? ""),
      reason: String(fields.get("reason") ?? ""),
      service_names: names,
      starts_at: startsAt,
      ends_at: endsAt,
    });
  };
  const said = wrong ?? refusal;
  // Those of a planned window that are no services any more stay choosable, or saving would drop them.
  const known = new Set(services.map((name) => name.toLowerCase()));
  const choices = [...services, ...(planned?.service_names.filter((name) => !known.has(name)) ?? [])];
  return (
    <form onSubmit={save} onChange={() => setWrong(null)} className="mt-3 flex flex-col gap-4">
      <WrongFields issues={issues}>
        <Field
          label="What is done"
          name="name"
          required
          maxLength={200}
          autoComplete="off"
          data-first-focus
          defaultValue={planned?.name}
          placeholder="Postgres upgrade"
        />
        <div className="flex flex-col gap-1.5">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="From" name="starts_at" type="datetime-local" required defaultValue={localOf(starts)} />
            <Field label="To" name="ends_at" type="datetime-local" required defaultValue={localOf(ends)} />
          </div>
          <p className="text-xs text-muted">In your own time zone: {zoneWords(now)}. At most 30 days.</p>
        </div>
      </WrongFields>
      <ServiceChoice services={choices} chosen={planned?.service_names ?? null} />
      <div className="flex flex-col gap-1.5">
        <label htmlFor={reason} className="text-sm font-medium">
          Reason
        </label>
        <textarea
          id={reason}
          name="reason"
          rows={2}
          maxLength={2_000}
          defaultValue={planned?.reason}
          className="rounded-lg border border-line-strong bg-raised px-3 py-2 text-sm"
        />
      </div>
      {said && <Notice tone="bad">{said}</Notice>}
      <DialogActions submit={planned ? "Save" : "Plan it"} busy={busy} onCancel={onClose} />
    </form>
  );
}
