import type { FormEvent } from "react";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { SelectField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { type ApiKeyView, USUAL_OVERLAP_MINUTES } from "@/lib/keys/contract";

type Props = {
  apiKey: ApiKeyView | null;
  busy: boolean;
  refusal: string | null;
  onClose: () => void;
  onRotate: (id: string, overlapMinutes: number) => void;
};

const overlaps = [
  { minutes: 0, label: "It ends at once" },
  { minutes: 10, label: "10 more minutes" },
  { minutes: USUAL_OVERLAP_MINUTES, label: "One more hour" },
  { minutes: 1_440, label: "One more day" },
  { minutes: 10_080, label: "One more week" },
];

export function RotateDialog({ apiKey, busy, refusal, onClose, onRotate }: Props) {
  const rotate = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (apiKey) onRotate(apiKey.id, Number(new FormData(event.currentTarget).get("minutes")));
  };
  return (
    <Dialog title={`Rotate ${apiKey?.name ?? ""}`} open={apiKey !== null} onClose={onClose}>
      <form onSubmit={rotate} className="mt-2 flex flex-col gap-4">
        <p className="text-sm">
          The key gets a new secret and stays what it is. Until the old one ends, both work: time to roll the new one
          out.
        </p>
        <SelectField label="The old secret" name="minutes" defaultValue={USUAL_OVERLAP_MINUTES} data-first-focus>
          {overlaps.map(({ minutes, label }) => (
            <option key={minutes} value={minutes}>
              {label}
            </option>
          ))}
        </SelectField>
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <DialogActions submit="Rotate" busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
