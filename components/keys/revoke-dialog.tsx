import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
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
        <>
          <p className="mt-2 text-sm">
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
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Button tone="quiet" data-first-focus onClick={onClose}>
              Never mind
            </Button>
            <Button tone="danger" busy={busy} onClick={() => onRevoke(apiKey.id)}>
              Revoke
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
