"use client"; // Saves without leaving the page.

import type { z } from "zod";
import { Field } from "@/components/ui/field";
import type { GenericMapping } from "@/lib/integrations/contract";
import { SettingsForm } from "./settings-form";
import { useIntegration } from "./use-integration";
import { useSave } from "./use-save";

type PathField = Exclude<keyof z.infer<typeof GenericMapping>, "resolved_when">;

const fields: Record<PathField, { label: string; note: string }> = {
  title: { label: "Title", note: "What it is." },
  description: { label: "Description", note: "What there is to say about it." },
  severity: { label: "Severity", note: "How bad it is." },
  service: { label: "Service", note: "Which service it is about." },
  dedup_key: { label: "Dedup key", note: "What tells one alert from another: the same key, the same trouble." },
  status: { label: "Status", note: "Whether it is there or over." },
  at: { label: "Time", note: "When it happened." },
  link: { label: "Link", note: "Where the sender shows it." },
};
const names = Object.keys(fields) as PathField[];

/** Which fields of a sender's JSON say what. */
export function MappingForm() {
  const { integration } = useIntegration();
  const saving = useSave(({ config }) => config.mapping);
  const { mapping } = integration.config;
  const save = (form: FormData) => {
    const said = Object.fromEntries(names.map((name) => [name, String(form.get(name) ?? "")]));
    const over = String(form.get("resolved_when") ?? "").split(",");
    return saving.save({ mapping: { ...said, resolved_when: over.map((word) => word.trim()).filter(Boolean) } });
  };
  return (
    <SettingsForm
      title="Fields"
      about="Where each thing stands in the sender's JSON. Write the way to a field as event.title; a number picks an entry of a list."
      saving={saving}
      onSave={save}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {names.map((name) => (
          <Field
            key={name}
            {...fields[name]}
            name={name}
            required
            limit={200}
            defaultValue={mapping[name]}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
          />
        ))}
      </div>
      <Field
        label="Over when the status is"
        name="resolved_when"
        defaultValue={mapping.resolved_when.join(", ")}
        autoCapitalize="none"
        autoComplete="off"
        note="Words, separated by commas. Every other status says that it is there."
      />
    </SettingsForm>
  );
}
