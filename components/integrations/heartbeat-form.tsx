"use client"; // Saves without leaving the page.

import { Field } from "@/components/ui/field";
import { HeartbeatStanding } from "./heartbeat-standing";
import { SettingsForm } from "./settings-form";
import { SpanField, spanOf } from "./span-field";
import { useIntegration } from "./use-integration";
import { useSave } from "./use-save";

/** How often a heartbeat calls, and how late it may be. */
export function HeartbeatForm() {
  const { integration } = useIntegration();
  const saving = useSave(({ config }) => config.heartbeat);
  const { every_s: every, grace_s: grace, service } = integration.config.heartbeat;
  const save = (form: FormData) => {
    const name = String(form.get("service") ?? "").trim();
    return saving.save({
      heartbeat: { every_s: spanOf(form, "every"), grace_s: spanOf(form, "grace"), service: name || null },
    });
  };
  return (
    <SettingsForm title="Heartbeat" about={<HeartbeatStanding />} saving={saving} onSave={save}>
      <div className="grid gap-4 sm:grid-cols-2">
        <SpanField label="It calls every" name="every" seconds={every} least={1} />
        <SpanField label="It may be late by" name="grace" seconds={grace} least={0} />
      </div>
      <Field
        label="Service"
        name="service"
        defaultValue={service ?? ""}
        limit={63}
        pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
        title="Letters, digits, dots, dashes and underscores"
        autoCapitalize="none"
        autoComplete="off"
        note="Whose incident a silence opens. Left empty, it is the heartbeat's own."
      />
    </SettingsForm>
  );
}
