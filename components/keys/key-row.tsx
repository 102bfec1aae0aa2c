import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Ago, Exact } from "@/components/ui/time";
import type { ApiKeyView } from "@/lib/keys/contract";

type Props = { apiKey: ApiKeyView; onRotate: () => void; onRevoke: () => void };

export function KeyRow({ apiKey, onRotate, onRevoke }: Props) {
  const isActive = apiKey.state === "active";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="wrap-anywhere">{apiKey.name}</span>
          <Badge tone={apiKey.scope === "admin" ? "warn" : "quiet"}>{apiKey.scope}</Badge>
          {apiKey.state === "expired" && <Badge tone="warn">Has expired</Badge>}
          {apiKey.state === "revoked" && <Badge tone="bad">Revoked</Badge>}
        </p>
        <p className="text-sm text-muted">
          <code className="verbatim">{apiKey.prefix}…</code> <LastUse apiKey={apiKey} />
        </p>
        <p className="text-xs text-muted">
          made by {apiKey.created_by} <Ago at={apiKey.created_at} />
          {apiKey.rotated_at && (
            <>
              , rotated <Ago at={apiKey.rotated_at} />
            </>
          )}
          <Ending apiKey={apiKey} />
        </p>
        {apiKey.overlap && (
          <p className="text-xs text-warn">
            The old secret works until <Exact at={apiKey.overlap.ends_at} />
            {apiKey.overlap.last_used_at ? (
              <>
                ; it was last used <Ago at={apiKey.overlap.last_used_at} />
              </>
            ) : (
              "; nobody has used it"
            )}
          </p>
        )}
      </div>
      {isActive && (
        <Button small onClick={onRotate}>
          Rotate
          <span className="sr-only"> {apiKey.name}</span>
        </Button>
      )}
      {apiKey.state !== "revoked" && (
        <Button small onClick={onRevoke}>
          Revoke
          <span className="sr-only"> {apiKey.name}</span>
        </Button>
      )}
    </li>
  );
}

function LastUse({ apiKey }: { apiKey: ApiKeyView }) {
  if (!apiKey.last_used_at) return <>was never used</>;
  return (
    <>
      was last used <Ago at={apiKey.last_used_at} />
      {apiKey.last_used_from && ` from ${apiKey.last_used_from}`}
      {apiKey.last_used_agent && <span className="wrap-anywhere"> by {apiKey.last_used_agent.slice(0, 60)}</span>}
    </>
  );
}

function Ending({ apiKey }: { apiKey: ApiKeyView }) {
  if (apiKey.revoked_at)
    return (
      <>
        , revoked {apiKey.revoked_by && `by ${apiKey.revoked_by} `}
        <Ago at={apiKey.revoked_at} />
      </>
    );
  if (!apiKey.expires_at) return <>, does not expire</>;
  return (
    <>
      , {apiKey.state === "expired" ? "expired" : "expires"} <Exact at={apiKey.expires_at} />
    </>
  );
}
