import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Notice } from "@/components/ui/notice";

type Asked = { name: string; open: boolean; busy: boolean; refusal: string | null; onClose: () => void };

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
