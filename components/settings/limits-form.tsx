"use client"; // Saves without leaving the page.

import { type FormEvent, useId, useState } from "react";
import { put } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useDraft } from "@/components/ui/use-draft";
import { WrongFields } from "@/components/ui/wrong-fields";
import type { InvestigationSettingsView } from "@/lib/diagnosis/contract";

const limits = [
  { name: "usd_per_incident", label: "For one incident" },
  { name: "usd_per_day", label: "For a day" },
  { name: "usd_per_month", label: "For a month" },
] as const;

type LimitName = (typeof limits)[number]["name"];
type Limits = Pick<InvestigationSettingsView, "is_on" | LimitName>;
type Props = { settings: InvestigationSettingsView; onSaved: (settings: InvestigationSettingsView) => void };

/** As the fields hold them. */
const writtenOf = (settings: Limits) => ({
  is_on: settings.is_on,
  usd_per_incident: settings.usd_per_incident.toFixed(2),
  usd_per_day: settings.usd_per_day.toFixed(2),
  usd_per_month: settings.usd_per_month.toFixed(2),
});

/** Whether Claude investigates, and what that may cost. */
export function LimitsForm({ settings, onSaved }: Props) {
  const reason = useRoleReason("configure");
  const why = useId();
  const { pending, refusal, issues, run } = useAction<"save">();
  const { shown, write, theirs, settle } = useDraft(writtenOf(settings));
  const [isSaved, setSaved] = useState(false);
  const set: typeof write = (name, value) => {
    setSaved(false);
    write(name, value);
  };
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (reason) return;
    const sent = {
      is_on: shown("is_on"),
      usd_per_incident: shown("usd_per_incident"),
      usd_per_day: shown("usd_per_day"),
      usd_per_month: shown("usd_per_month"),
    };
    setSaved(false);
    const isDone = await run("save", async () => {
      const amounts = Object.fromEntries(limits.map(({ name }) => [name, Number(sent[name])]));
      onSaved(await put<InvestigationSettingsView>("/settings/investigation", { is_on: sent.is_on, ...amounts }));
      settle(sent);
    });
    setSaved(isDone);
  };
  return (
    <Card title="Limits">
      <form onSubmit={save} className="flex flex-col gap-4">
        <div className="flex flex-col gap-1.5">
          <label className="flex items-center gap-2.5 text-sm font-medium has-disabled:text-muted">
            <input
              type="checkbox"
              name="is_on"
              checked={shown("is_on")}
              onChange={(event) => set("is_on", event.target.checked)}
              disabled={reason !== null}
              aria-describedby={reason ? why : undefined}
              className="size-6 shrink-0 accent-accent disabled:opacity-60"
            />
            Claude investigates incidents
          </label>
          {reason && (
            <p id={why} className="text-xs text-muted">
              {reason}
            </p>
          )}
        </div>
        <WrongFields issues={issues}>
          <div className="grid gap-4 sm:grid-cols-3">
            {limits.map(({ name, label }) => (
              <Field
                key={name}
                label={`${label}, in US dollars`}
                name={name}
                type="number"
                inputMode="decimal"
                min={0}
                max={100_000}
                step={0.01}
                required
                readOnly={reason !== null}
                value={shown(name)}
                onChange={(event) => set(name, event.target.value)}
                note={theirs(name) !== null && `Somebody else has saved ${theirs(name)} meanwhile.`}
              />
            ))}
          </div>
        </WrongFields>
        <p className="text-sm text-muted">
          When a limit is reached, the rules speak alone, and the incident says so. What runs keeps what it was promised
          when it began. Once Claude is switched off, what runs stops at its next step.
        </p>
        {refusal && issues.length === 0 && <Notice tone="bad">{refusal}</Notice>}
        <div className="flex items-center gap-3">
          <Button type="submit" busy={pending !== null} reason={reason}>
            Save limits
          </Button>
          <span role="status" className="text-sm text-ok">
            {isSaved && "Saved"}
          </span>
        </div>
      </form>
    </Card>
  );
}
