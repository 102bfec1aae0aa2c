"use client"; // Saves without leaving the page.

import { type FormEvent, useId } from "react";
import { put } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { WrongFields } from "@/components/ui/wrong-fields";
import type { InvestigationSettingsView } from "@/lib/diagnosis/contract";

const limits = [
  { name: "usd_per_incident", label: "For one incident" },
  { name: "usd_per_day", label: "For a day" },
  { name: "usd_per_month", label: "For a month" },
] as const;

type Props = {
  settings: InvestigationSettingsView;
  isSaved: boolean;
  onTouch: () => void;
  onSaved: (settings: InvestigationSettingsView) => void;
};

/** Whether Claude investigates, and what that may cost. */
export function LimitsForm({ settings, isSaved, onTouch, onSaved }: Props) {
  const reason = useRoleReason("configure");
  const why = useId();
  const { pending, refusal, issues, run } = useAction<"save">();
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (reason) return;
    const fields = new FormData(event.currentTarget);
    const changes = {
      is_on: fields.has("is_on"),
      ...Object.fromEntries(limits.map(({ name }) => [name, Number(fields.get(name))])),
    };
    await run("save", async () => onSaved(await put<InvestigationSettingsView>("/settings/investigation", changes)));
  };
  return (
    <Card title="Limits">
      <form onSubmit={save} onChange={onTouch} className="flex flex-col gap-4">
        <div className="flex flex-col gap-1.5">
          <label className="flex items-center gap-2.5 text-sm font-medium has-disabled:text-muted">
            <input
              type="checkbox"
              name="is_on"
              defaultChecked={settings.is_on}
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
                defaultValue={settings[name].toFixed(2)}
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
