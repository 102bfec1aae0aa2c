"use client"; // Saves without leaving the page; a token that was saved is not shown again.

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Field } from "@/components/ui/field";
import { SettingsForm } from "./settings-form";
import { useIntegration } from "./use-integration";
import { useSave } from "./use-save";

/** Whether what people do here is told to PagerDuty, and in whose name. */
export function WriteBackForm() {
  const { integration } = useIntegration();
  const saving = useSave(({ config }) => config.write_back);
  const { write_back: writeBack } = integration.config;
  const [isEnabled, setEnabled] = useState(writeBack.is_enabled);
  // A new one each time, so that the field is empty after a token was taken.
  const [round, setRound] = useState(0);
  const save = async (form: FormData) => {
    const token = String(form.get("api_token") ?? "").trim();
    const isDone = await saving.save({
      write_back: {
        is_enabled: isEnabled,
        from_email: String(form.get("from_email") ?? "").trim() || null,
        api_url: String(form.get("api_url") ?? ""),
      },
      ...(token && { api_token: token }),
    });
    if (isDone) setRound((before) => before + 1);
  };
  const [isAsked, setAsked] = useState(false);
  const forget = async () => {
    setAsked(false);
    setEnabled(false);
    await saving.save({ write_back: { ...writeBack, is_enabled: false }, api_token: null });
  };
  return (
    <>
      <SettingsForm
        title="Word back"
        about="Acknowledgements, resolutions and notes that people make here are told to PagerDuty. What comes back from there because of it is recognized and changes nothing."
        saving={saving}
        onSave={save}
      >
        <label className="flex items-center gap-2.5 text-sm font-medium">
          <input
            type="checkbox"
            checked={isEnabled}
            onChange={(event) => setEnabled(event.target.checked)}
            className="size-6 shrink-0 accent-accent"
          />
          Tell PagerDuty
        </label>
        <Field
          label="In whose name"
          name="from_email"
          type="email"
          required={isEnabled}
          defaultValue={writeBack.from_email ?? ""}
          autoComplete="off"
          note="The login of a user of PagerDuty."
        />
        <Field
          key={round}
          label={integration.has_api_token ? "Another REST API key" : "REST API key"}
          name="api_token"
          type="password"
          required={isEnabled && !integration.has_api_token}
          limit={500}
          autoComplete="off"
          note={
            integration.has_api_token
              ? "One is stored, sealed. Left empty, it stays."
              : "It is stored sealed and not shown again."
          }
        />
        <Field
          label="PagerDuty's API"
          name="api_url"
          type="url"
          required
          defaultValue={writeBack.api_url}
          autoComplete="off"
          note="https://api.pagerduty.com, or https://api.eu.pagerduty.com for accounts in the EU."
        />
        {integration.has_api_token && (
          <div>
            <Button small tone="quiet" busy={saving.busy} onClick={() => setAsked(true)}>
              Forget the key and stop telling
            </Button>
          </div>
        )}
      </SettingsForm>
      <Dialog title="Forget the REST API key?" open={isAsked} onClose={() => setAsked(false)}>
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">
            What people do here is no longer told to PagerDuty. To tell it again, the key has to be entered again; at
            PagerDuty it stays valid until it is removed there.
          </p>
          <DialogActions
            submit="Forget it"
            tone="danger"
            onSubmit={() => void forget()}
            onCancel={() => setAsked(false)}
          />
        </div>
      </Dialog>
    </>
  );
}
