import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Notice } from "@/components/ui/notice";
import type { WebhookView } from "@/lib/outbound/contract";

type Said = { busy: boolean; refusal: string | null; onClose: () => void };
type Asked = Said & { name: string; open: boolean };

export function RotateWebhook({ name, open, busy, refusal, onClose, onRotate }: Asked & { onRotate: () => void }) {
  return (
    <Dialog title={`Rotate the secret of ${name}?`} open={open} onClose={onClose}>
      <div className="mt-2 flex flex-col gap-4">
        <p className="text-sm">
          It gets a second secret, shown once. Every delivery is signed with both, so the receiver may go over to the
          new one whenever it likes. Then end the old one here.
        </p>
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <DialogActions submit="Rotate" busy={busy} onSubmit={onRotate} onCancel={onClose} />
      </div>
    </Dialog>
  );
}

type Ended = Said & { secret: WebhookView["secrets"][number] | null; onEnd: (id: string) => void };

export function EndWebhookSecret({ secret, busy, refusal, onClose, onEnd }: Ended) {
  return (
    <Dialog title={`End the secret that ends with ${secret?.hint ?? ""}?`} open={secret !== null} onClose={onClose}>
      {secret && (
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">
            From now on deliveries are signed with the other one alone. That cannot be undone. Make sure that the
            receiver verifies with it: one that knows only this secret refuses everything.
          </p>
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          <DialogActions
            submit="End it"
            tone="danger"
            busy={busy}
            onSubmit={() => onEnd(secret.id)}
            onCancel={onClose}
          />
        </div>
      )}
    </Dialog>
  );
}

export function DeleteWebhook({ name, open, busy, refusal, onClose, onDelete }: Asked & { onDelete: () => void }) {
  return (
    <Dialog title={`Delete ${name}?`} open={open} onClose={onClose}>
      <div className="mt-2 flex flex-col gap-4">
        <p className="text-sm">
          Nothing is sent there any more, also not what waits to be tried again. That cannot be undone.
        </p>
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <DialogActions submit="Delete it" tone="danger" busy={busy} onSubmit={onDelete} onCancel={onClose} />
      </div>
    </Dialog>
  );
}
