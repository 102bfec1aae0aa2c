"use client"; // Rows are added and changed before they are saved.

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Severity } from "@/lib/incidents/contract";
import { usualSeverities } from "@/lib/integrations/contract";
import { SettingsForm } from "./settings-form";
import { SeveritySelect } from "./severity-select";
import { useIntegration } from "./use-integration";
import { useSave } from "./use-save";

const shown = "min-h-10 min-w-0 rounded-lg border border-line-strong bg-raised px-2.5 text-sm";

/** The source's words for how bad it is, and what they mean here. */
export function SeveritiesForm() {
  const { integration } = useIntegration();
  const saving = useSave(({ config }) => [config.severities, config.default_severity]);
  const usual = usualSeverities[integration.source];
  const [meanings, setMeanings] = useState<Record<string, Severity>>(() =>
    Object.fromEntries(integration.severities.map(({ word, severity }) => [word, severity])),
  );
  const hasAdded = Object.keys(meanings).some((of) => !usual[of]);
  const other = useId();
  const [word, setWord] = useState("");
  const [fallback, setFallback] = useState(integration.config.default_severity);
  const mean = (of: string, severity: Severity) => setMeanings((before) => ({ ...before, [of]: severity }));
  /** With the word that stands in the field, which whoever saves has meant too. */
  const withWord = (): Record<string, Severity> => {
    const clean = word.trim().toLowerCase();
    return clean === "" || Object.hasOwn(meanings, clean) ? meanings : { ...meanings, [clean]: fallback };
  };
  const add = () => {
    if (word.trim() === "") return;
    setMeanings(withWord());
    setWord("");
    saving.touch();
  };
  const save = async () => {
    const all = withWord();
    const isDone = await saving.save({
      // What is usual stays out, so that it follows when the usual table changes.
      severities: Object.fromEntries(Object.entries(all).filter(([of, severity]) => usual[of] !== severity)),
      default_severity: fallback,
    });
    if (!isDone) return;
    const added = Object.keys(all).filter((of) => !Object.hasOwn(meanings, of));
    for (const of of added) mean(of, fallback);
    setWord((now) => (now === word ? "" : now));
  };
  return (
    <SettingsForm
      title="Severities"
      about={`What ${integration.title}'s words for how bad it is mean here. Capital letters make no difference.`}
      saving={saving}
      onSave={save}
    >
      <ul className="max-w-xl divide-y divide-line rounded-lg border border-line">
        {Object.entries(meanings).map(([of, severity]) => (
          <li key={of} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
            <code className="verbatim min-w-0 flex-1 basis-24">{of}</code>
            <span className="text-xs text-muted">
              {usual[of] === severity ? "usual" : usual[of] ? `usually ${usual[of]}` : "added"}
            </span>
            <SeveritySelect
              aria-label={`What ${of} means`}
              value={severity}
              onChange={(event) => mean(of, event.target.value as Severity)}
            />
            <span className={`flex justify-end ${hasAdded ? "w-18" : ""}`}>
              {!usual[of] && (
                <Button
                  small
                  tone="quiet"
                  onClick={() => {
                    setMeanings(({ [of]: _, ...rest }) => rest);
                    saving.touch();
                  }}
                >
                  Remove
                  <span className="sr-only"> {of}</span>
                </Button>
              )}
            </span>
          </li>
        ))}
        <li data-adds className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
          <input
            aria-label="Another word"
            placeholder="Another word"
            value={word}
            onChange={(event) => setWord(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
            className={`${shown} flex-1 basis-32`}
          />
          <Button small onClick={add}>
            Add the word
          </Button>
        </li>
      </ul>
      <label htmlFor={other} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        Any other word, or none, means
        <SeveritySelect id={other} value={fallback} onChange={(event) => setFallback(event.target.value as Severity)} />
      </label>
    </SettingsForm>
  );
}
