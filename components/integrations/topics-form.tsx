"use client"; // Saves without leaving the page.

import { useId } from "react";
import { SettingsForm } from "./settings-form";
import { useIntegration } from "./use-integration";
import { useSave } from "./use-save";

/** Which SNS topics may deliver. */
export function TopicsForm() {
  const { integration } = useIntegration();
  const saving = useSave();
  const id = useId();
  const { topic_arns: topics } = integration.config;
  const save = (form: FormData) =>
    saving.save({
      topic_arns: String(form.get("topics") ?? "")
        .split(/\s+/)
        .filter(Boolean),
    });
  return (
    <SettingsForm
      title="SNS topics"
      about="Amazon's signature says that a message is Amazon's, not that it is yours: only these topics may deliver. While there is none, the first that proves itself is entered here."
      saving={saving}
      onSave={save}
    >
      <div className="flex flex-col gap-1.5">
        <label htmlFor={id} className="text-sm font-medium">
          ARNs, one a line
        </label>
        <textarea
          // What the first topic has entered by itself shows up.
          key={topics.join("\n")}
          id={id}
          name="topics"
          rows={Math.max(3, topics.length + 1)}
          defaultValue={topics.join("\n")}
          spellCheck={false}
          placeholder="arn:aws:sns:eu-central-1:123456789012:alarms"
          className="verbatim rounded-lg border border-line-strong bg-raised px-3 py-2"
        />
      </div>
    </SettingsForm>
  );
}
