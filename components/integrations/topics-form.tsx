"use client"; // Saves without leaving the page.

import { useId, useState } from "react";
import { SettingsForm } from "./settings-form";
import { useIntegration } from "./use-integration";
import { useSave } from "./use-save";

/** Which SNS topics may deliver. */
export function TopicsForm() {
  const { integration } = useIntegration();
  const [written, setWritten] = useState<string | null>(null);
  const saving = useSave(({ config }) => config.topic_arns);
  const id = useId();
  const { topic_arns: topics } = integration.config;
  const save = async (form: FormData) => {
    const text = String(form.get("topics") ?? "");
    if (await saving.save({ topic_arns: text.split(/\s+/).filter(Boolean) }))
      setWritten((now) => (now === text ? null : now));
  };
  return (
    <SettingsForm
      title="SNS topics"
      about="Amazon's signature says that a message is Amazon's, not that it is yours: only these topics may deliver. While there is none, the first that proves itself is entered here."
      // What nobody is writing over is shown as it is.
      saving={{ ...saving, isOvertaken: saving.isOvertaken && written !== null }}
      onSave={save}
    >
      <div className="flex flex-col gap-1.5">
        <label htmlFor={id} className="text-sm font-medium">
          ARNs, one a line
        </label>
        <textarea
          id={id}
          name="topics"
          rows={Math.max(3, topics.length + 1)}
          // What the first topic has entered by itself shows up, unless somebody is writing here.
          value={written ?? topics.join("\n")}
          onChange={(event) => setWritten(event.target.value)}
          spellCheck={false}
          placeholder="arn:aws:sns:eu-central-1:123456789012:alarms"
          className="verbatim rounded-lg border border-line-strong bg-raised px-3 py-2"
        />
      </div>
    </SettingsForm>
  );
}
