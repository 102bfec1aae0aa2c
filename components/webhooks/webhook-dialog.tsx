"use client"; // Says what is missing before anything is sent.

import { type FormEvent, useState } from "react";
import type { Issue } from "@/components/api/request";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { WrongFields } from "@/components/ui/wrong-fields";
import type { WebhookEvent, WebhookView } from "@/lib/outbound/contract";
import { EventChoice, eventsIn } from "./event-choice";

export type WebhookFields = { name: string; url: string; events: WebhookEvent[] };

type Props = {
  /** What is changed; null for a new one. */
  webhook: WebhookView | null;
  open: boolean;
  busy: boolean;
  refusal: string | null;
  issues: readonly Issue[];
  onClose: () => void;
  onSave: (fields: WebhookFields) => void;
};

export function WebhookDialog({ webhook, open, busy, refusal, issues, onClose, onSave }: Props) {
  const [missing, setMissing] = useState<string | null>(null);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const events = eventsIn(event.currentTarget);
    setMissing(events ? null : "Tick at least one event, or choose everything");
    if (events) onSave({ name: String(fields.get("name") ?? ""), url: String(fields.get("url") ?? ""), events });
  };
  const wrong = missing ?? refusal;
  return (
    <Dialog title={webhook ? `Change ${webhook.name}` : "New webhook"} open={open} onClose={onClose}>
      <form onSubmit={save} onChange={() => setMissing(null)} className="mt-3 flex flex-col gap-4">
        <WrongFields issues={issues}>
          <Field
            label="Name"
            name="name"
            required
            maxLength={100}
            autoComplete="off"
            data-first-focus
            defaultValue={webhook?.name}
            note="Who listens there."
          />
          <Field
            label="Address"
            name="url"
            type="url"
            required
            maxLength={2_000}
            autoComplete="off"
            defaultValue={webhook?.url}
            placeholder="https://hooks.example.com/nightshift"
            note="It must be public and speak https. Whoever runs Nightshift can allow others."
          />
        </WrongFields>
        <EventChoice chosen={webhook?.events ?? []} />
        {wrong && <Notice tone="bad">{wrong}</Notice>}
        <DialogActions submit={webhook ? "Save" : "Make the webhook"} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
