import type { FormEvent } from "react";
import type { Issue } from "@/components/api/request";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Field, SelectField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { WrongFields } from "@/components/ui/wrong-fields";
import { Scope } from "@/lib/auth/contract";
import { type CreateApiKey, scopeWords } from "@/lib/keys/contract";

type Props = {
  open: boolean;
  busy: boolean;
  refusal: string | null;
  issues: readonly Issue[];
  onClose: () => void;
  onCreate: (input: CreateApiKey) => void;
};

const DAY_MS = 86_400_000;
const lifetimes = [
  { days: 30, label: "In 30 days" },
  { days: 90, label: "In 90 days" },
  { days: 365, label: "In a year" },
  { days: 0, label: "Never" },
];

export function NewKeyDialog({ open, busy, refusal, issues, onClose, onCreate }: Props) {
  const create = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const days = Number(fields.get("days"));
    onCreate({
      name: String(fields.get("name") ?? ""),
      scope: Scope.parse(fields.get("scope")),
      ...(days > 0 && { expires_at: new Date(Date.now() + days * DAY_MS).toISOString() }),
    });
  };
  return (
    <Dialog title="New API key" open={open} onClose={onClose}>
      <form onSubmit={create} className="mt-3 flex flex-col gap-4">
        <WrongFields issues={issues}>
          <Field
            label="Name"
            name="name"
            required
            limit={100}
            autoComplete="off"
            data-first-focus
            note="What uses it. It stands behind everything that the key does."
          />
        </WrongFields>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-sm font-medium">What it may do</legend>
          {Scope.options.map((scope) => (
            <label
              key={scope}
              className="flex cursor-pointer items-baseline gap-2.5 rounded-lg border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input type="radio" name="scope" value={scope} defaultChecked={scope === "read"} />
              <span className="text-sm">
                <strong className="font-medium">{scope}</strong>
                <span className="block text-muted">{scopeWords[scope]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <SelectField label="Expires" name="days" defaultValue="90">
          {lifetimes.map(({ days, label }) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </SelectField>
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <DialogActions submit="Make the key" busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
