import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import type { WebhookView } from "@/lib/outbound/contract";

type Secret = WebhookView["secrets"][number];
/** `reason`: why none can be ended now. */
type Props = { secrets: readonly Secret[]; reason: string | null; onEnd: (secret: Secret) => void };

/** What signs. Two during a rotation; either verifies. */
export function WebhookSecrets({ secrets, reason, onEnd }: Props) {
  return (
    <Card title="Signature">
      <p className="mb-3 text-sm text-muted">
        Every delivery carries <code className="text-[0.8125rem]">X-Nightshift-Signature</code>: v1= and the hex
        HMAC-SHA256 of the body, computed as PagerDuty computes its own.
      </p>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {secrets.map((secret, index) => (
          <li key={secret.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 text-sm">
            <p className="min-w-0 flex-1">
              The secret that ends with <code className="font-mono">{secret.hint}</code>
              <span className="block text-xs text-muted">
                made <Ago at={secret.created_at} />
                {secrets.length > 1 && (index === 0 ? ", the new one" : ", the old one")}
              </span>
            </p>
            {secrets.length > 1 && index > 0 && (
              <Button small reason={reason} onClick={() => onEnd(secret)}>
                End the old one
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
