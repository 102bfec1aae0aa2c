"use client"; // Which events can be chosen depends on whether some are.

import { useState } from "react";
import { WebhookEvent } from "@/lib/outbound/contract";
import { eventWords } from "./event-words";

/** What a webhook hears of: everything, or what is ticked. Read it with `eventsIn`. */
export function EventChoice({ chosen }: { chosen: readonly WebhookEvent[] }) {
  const [isAll, setAll] = useState(chosen.length === 0);
  const line = "flex items-center gap-2.5 text-sm";
  const mark = "size-6 shrink-0 accent-accent";
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">What it hears of</legend>
      <label className={line}>
        <input type="radio" name="which" checked={isAll} onChange={() => setAll(true)} className={mark} />
        Everything, also what is added later
      </label>
      <label className={line}>
        <input type="radio" name="which" checked={!isAll} onChange={() => setAll(false)} className={mark} />
        Only this:
      </label>
      {!isAll && (
        <div className="grid gap-x-4 gap-y-1.5 pl-8.5 sm:grid-cols-2">
          {WebhookEvent.options.map((event) => (
            <label key={event} className={line}>
              <input
                type="checkbox"
                name="event"
                value={event}
                defaultChecked={chosen.includes(event)}
                className={mark}
              />
              <span>
                {eventWords[event]}
                <code className="block text-xs text-muted">{event}</code>
              </span>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}

/** What was chosen; null when nothing was ticked where something must be. */
export function eventsIn(form: HTMLFormElement): WebhookEvent[] | null {
  const fields = new FormData(form);
  // Only there while not everything is chosen.
  if (form.elements.namedItem("event") === null) return [];
  const events = fields.getAll("event").map((event) => WebhookEvent.parse(event));
  return events.length > 0 ? events : null;
}
