"use client"; // Times are written in the reader's own zone, which only the browser knows.

import { type FormEvent, useState } from "react";
import { changesOf } from "@/components/api/changes";
import type { Issue } from "@/components/api/request";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { AreaField, Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Overtaken } from "@/components/ui/overtaken";
import { Planned } from "@/components/ui/time";
import { WrongFields } from "@/components/ui/wrong-fields";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import { clockChangeAt, localOf, momentOf, offsetAt, zoneName } from "./local-time";
import { ServiceChoice } from "./service-choice";
import { fieldsOf, readWindow, type WindowFields } from "./window-fields";
import { coveredText } from "./words";

const HOUR_MS = 3_600_000;

type Props = {
  /** What is changed, as it was read when the change began; null for a new one. */
  planned: MaintenanceWindowView | null;
  /** What somebody else has made of it meanwhile. */
  other: MaintenanceWindowView | null;
  open: boolean;
  services: string[];
  busy: boolean;
  refusal: string | null;
  issues: readonly Issue[];
  onClose: () => void;
  /** With all that was written, and what of it is new. */
  onSave: (fields: WindowFields, changes: Partial<WindowFields>) => void;
};

export function WindowDialog({ open, ...form }: Props) {
  const { planned, onClose } = form;
  return (
    <Dialog title={planned ? `Change ${planned.name}` : "Plan maintenance"} open={open} onClose={onClose}>
      <WindowForm {...form} />
    </Dialog>
  );
}

/** Its own component, so that "now" is when the dialog opened. */
function WindowForm({ planned, other, services, busy, refusal, issues, onClose, onSave }: Omit<Props, "open">) {
  const [now] = useState(() => new Date());
  const [wrong, setWrong] = useState<string | null>(null);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = readWindow(new FormData(event.currentTarget), planned);
    setWrong("wrong" in read ? read.wrong : null);
    if (!("wrong" in read)) onSave(read.fields, read.changes);
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
          limit={200}
          autoComplete="off"
          data-first-focus
          defaultValue={planned?.name}
          placeholder="Postgres upgrade"
        />
        <div className="flex flex-col gap-1.5">
          <div className="grid gap-4 sm:grid-cols-2">
            <TimeField label="From" name="starts_at" at={planned ? new Date(planned.starts_at) : now} />
            <TimeField
              label="To"
              name="ends_at"
              at={planned ? new Date(planned.ends_at) : new Date(now.getTime() + HOUR_MS)}
            />
          </div>
          <p className="text-xs text-muted">In your own time zone, {zoneName()}. At most 30 days.</p>
        </div>
        <ServiceChoice services={choices} chosen={planned?.service_names ?? null} />
        <AreaField label="Reason" name="reason" rows={2} limit={2_000} defaultValue={planned?.reason} />
      </WrongFields>
      {planned && other && <Overtaken by={other.updated_by} at={other.updated_at} says={differences(planned, other)} />}
      {said && <Notice tone="bad">{said}</Notice>}
      <DialogActions
        submit={planned ? (other ? "Save what I changed" : "Save") : "Plan it"}
        busy={busy}
        onCancel={onClose}
      />
    </form>
  );
}

type TimeProps = { label: string; name: "starts_at" | "ends_at"; at: Date };

/** A time of the reader's own clock, which on some days shows an hour twice. */
function TimeField({ label, name, at }: TimeProps) {
  const [shown] = useState(() => localOf(at));
  const [local, setLocal] = useState(shown);
  const isTwice = local !== shown && clockChangeAt(local) === "twice";
  const moment = local === shown ? at.toISOString() : momentOf(local);
  return (
    <Field
      label={label}
      name={name}
      type="datetime-local"
      required
      max="9999-12-31T23:59"
      value={local}
      onChange={(event) => setLocal(event.target.value)}
      note={
        isTwice
          ? "Clocks go back then, and show this time twice; the earlier one is meant."
          : moment && offsetAt(new Date(moment))
      }
    />
  );
}

function differences(before: MaintenanceWindowView, now: MaintenanceWindowView) {
  const words = {
    name: { word: "What is done", now: now.name },
    reason: { word: "Reason", now: now.reason || "empty" },
    service_names: { word: "Services", now: coveredText(now) },
    starts_at: { word: "From", now: <Planned at={now.starts_at} /> },
    ends_at: { word: "To", now: <Planned at={now.ends_at} /> },
  };
  return Object.keys(changesOf(fieldsOf(before), fieldsOf(now))).map((name) => words[name as keyof WindowFields]);
}
