"use client"; // Says what is missing before anything is sent.

import { type FormEvent, useState } from "react";
import { changesOf } from "@/components/api/changes";
import type { Issue } from "@/components/api/request";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Overtaken } from "@/components/ui/overtaken";
import { WrongFields } from "@/components/ui/wrong-fields";
import { WebhookEvent, type WebhookView } from "@/lib/outbound/contract";
import { EventChoice, eventsIn } from "./event-choice";

export type WebhookFields = { name: string; url: string; events: WebhookEvent[] };

type Props = {
  /** What is changed, as it was read when the change began; null for a new one. */
  webhook: WebhookView | null;
  /** What somebody else has made of it meanwhile. */
  other?: WebhookView | null;
  open: boolean;
  busy: boolean;
  refusal: string | null;
  issues: readonly Issue[];
  onClose: () => void;
  /** With all that was written, and what of it is new. */
  onSave: (fields: WebhookFields, changes: Partial<WebhookFields>) => void;
};

export function WebhookDialog({ webhook, other = null, open, busy, refusal, issues, onClose, onSave }: Props) {
  const [missing, setMissing] = useState<string | null>(null);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const events = eventsIn(event.currentTarget);
    setMissing(events ? null : "Tick at least one event, or choose everything");
    if (!events) return;
    const text = (name: string) => String(fields.get(name) ?? "").trim();
    const written = { name: text("name"), url: text("url"), events };
    onSave(written, webhook ? changesOf(fieldsOf(webhook), written) : written);
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
            limit={100}
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
            limit={2_000}
            autoComplete="off"
            defaultValue={webhook?.url}
            placeholder="https://hooks.example.com/nightshift"
            note="It must be public and speak https. Whoever runs Nightshift can allow others."
          />
        </WrongFields>
        <EventChoice chosen={webhook?.events ?? []} />
        {webhook && other && (
          <Overtaken by={other.updated_by} at={other.updated_at} says={differences(webhook, other)} />
        )}
        {wrong && <Notice tone="bad">{wrong}</Notice>}
        <DialogActions
          submit={webhook ? (other ? "Save what I changed" : "Save") : "Make the webhook"}
          busy={busy}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

// In the order in which they are listed here, so that the same events are no change.
const inOrder = (events: readonly WebhookEvent[]): WebhookEvent[] =>
  WebhookEvent.options.filter((one) => events.includes(one));

const fieldsOf = ({ name, url, events }: WebhookView): WebhookFields => ({ name, url, events: inOrder(events) });

function differences(before: WebhookView, now: WebhookView) {
  const words = {
    name: { word: "Name", now: now.name },
    url: { word: "Address", now: now.url },
    events: { word: "What it hears of", now: now.events.length === 0 ? "everything" : now.events.join(", ") },
  };
  const differing = Object.keys(changesOf(fieldsOf(before), fieldsOf(now)));
  const isPaused =
    before.is_paused === now.is_paused ? [] : [{ word: "It", now: now.is_paused ? "paused" : "not paused" }];
  return [...differing.map((name) => words[name as keyof WebhookFields]), ...isPaused];
}
