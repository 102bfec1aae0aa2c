import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import type { ApiKeyView } from "@/lib/keys/contract";

type Props = {
  apiKey: ApiKeyView | null;
  busy: boolean;
  refusal: string | null;
  onClose: () => void;
  onRevoke: (id: string) => void;
};

export function RevokeDialog({ apiKey, busy, refusal, onClose, onRevoke }: Props) {
  return (
    <Dialog title={`Revoke ${apiKey?.name ?? ""}?`} open={apiKey !== null} onClose={onClose}>
      {apiKey && (
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">
            Whatever uses it is refused from its next call on, and its open connections close at once. That cannot be
            undone.{" "}
            {apiKey.last_used_at ? (
              <>
                It was last used <Ago at={apiKey.last_used_at} />.
              </>
            ) : (
              "It was never used."
            )}
          </p>
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          <DialogActions
            submit="Revoke"
            tone="danger"
            busy={busy}
            onSubmit={() => onRevoke(apiKey.id)}
            onCancel={onClose}
          />
        </div>
      )}
    </Dialog>
  );
}
