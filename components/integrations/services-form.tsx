"use client"; // Rows are added and changed before they are saved.

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { SettingsForm } from "./settings-form";
import { useIntegration } from "./use-integration";
import { useSave } from "./use-save";

const look = "min-h-10 min-w-0 w-full rounded-lg border border-line-strong bg-raised px-2.5 text-sm";
const NAME = "[A-Za-z0-9][A-Za-z0-9._\\-]*";

/** What the source calls a service, and what it is called here. `known` are the services there are. */
export function ServicesForm({ known }: { known: string[] }) {
  const { integration } = useIntegration();
  const saving = useSave(({ config }) => [config.services, config.default_service]);
  const list = useId();
  const [rows, setRows] = useState(() =>
    Object.entries(integration.config.services).map(([theirs, ours], index) => ({ id: index, theirs, ours })),
  );
  const put = (id: number, change: Partial<{ theirs: string; ours: string }>) =>
    setRows((before) => before.map((row) => (row.id === id ? { ...row, ...change } : row)));
  const [twice, setTwice] = useState<string | null>(null);
  const save = async (fields: FormData) => {
    const said = rows.map(({ theirs }) => theirs.trim().toLowerCase()).filter((theirs) => theirs !== "");
    const again = said.find((theirs, index) => said.indexOf(theirs) !== index) ?? null;
    setTwice(again);
    if (again !== null) return;
    const name = String(fields.get("default_service") ?? "").trim();
    await saving.save({
      services: Object.fromEntries(
        rows.filter(({ theirs }) => theirs.trim()).map(({ theirs, ours }) => [theirs, ours]),
      ),
      default_service: name === "" ? null : name,
    });
  };
  return (
    <SettingsForm
      title="Services"
      about="What the source calls a service is made into a name here. Where that is another one, say so; capital letters make no difference. Names that nobody knows yet become services that are known from alerts only."
      saving={saving}
      onSave={save}
    >
      <datalist id={list}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {rows.length > 0 && (
        <ul className="flex flex-col gap-3 sm:gap-2">
          {rows.map(({ id, theirs, ours }) => (
            <li key={id} className="grid items-center gap-2 sm:grid-cols-[1fr_auto_1fr_auto]">
              <input
                aria-label="There"
                placeholder="Checkout (prod)"
                value={theirs}
                required
                onChange={(event) => put(id, { theirs: event.target.value })}
                className={look}
              />
              <span className="text-sm text-muted">is here</span>
              <input
                aria-label={`Here, for ${theirs || "the new one"}`}
                placeholder="checkout-api"
                value={ours}
                required
                pattern={NAME}
                title="Letters, digits, dots, dashes and underscores"
                list={list}
                autoCapitalize="none"
                onChange={(event) => put(id, { ours: event.target.value })}
                className={look}
              />
              <Button
                small
                tone="quiet"
                className="justify-self-start"
                onClick={() => {
                  setRows((before) => before.filter((row) => row.id !== id));
                  saving.touch();
                }}
              >
                Remove
                <span className="sr-only"> {theirs}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {twice !== null && (
        <Notice tone="bad">
          {twice} stands there twice, and capital letters make no difference. Nothing was saved; remove one of them.
        </Notice>
      )}
      <div>
        <Button
          small
          onClick={() => setRows((before) => [...before, { id: (before.at(-1)?.id ?? -1) + 1, theirs: "", ours: "" }])}
        >
          Add a name
        </Button>
      </div>
      <Field
        label="Alerts that name no service belong to"
        name="default_service"
        defaultValue={integration.config.default_service ?? ""}
        limit={63}
        pattern={NAME}
        title="Letters, digits, dots, dashes and underscores"
        list={list}
        autoCapitalize="none"
        autoComplete="off"
        note="Left empty, they belong to the source itself."
      />
    </SettingsForm>
  );
}
