import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import type { WebhookView } from "@/lib/outbound/contract";

type Props = { secrets: WebhookView["secrets"]; busy: boolean; onEnd: (id: string) => void };

/** What signs. Two during a rotation; either verifies. */
export function WebhookSecrets({ secrets, busy, onEnd }: Props) {
  return (
    <Card title="Signature">
      <p className="mb-3 text-sm text-muted">
        Every delivery carries <code className="text-[0.8125rem]">X-Nightshift-Signature</code>: v1= and the hex
        HMAC-SHA256 of the body, computed as PagerDuty computes its own.
      </p>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {secrets.map(({ id, hint, created_at: createdAt }, index) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 text-sm">
            <p className="min-w-0 flex-1">
              The secret that ends with <code className="font-mono">{hint}</code>
              <span className="block text-xs text-muted">
                made <Ago at={createdAt} />
                {secrets.length > 1 && (index === 0 ? ", the new one" : ", the old one")}
              </span>
            </p>
            {secrets.length > 1 && index > 0 && (
              <Button small busy={busy} onClick={() => onEnd(id)}>
                End the old one
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
