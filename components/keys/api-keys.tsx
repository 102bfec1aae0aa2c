"use client"; // Makes, rotates and revokes keys, and shows a new secret once.

import { useState } from "react";
import { get, post, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import type { ApiKeyView, CreateApiKey, NewApiKey } from "@/lib/keys/contract";
import { KeyRow } from "./key-row";
import { NewKeyDialog } from "./new-key-dialog";
import { NewSecret } from "./new-secret";
import { RevokeDialog } from "./revoke-dialog";
import { RotateDialog } from "./rotate-dialog";

type Asked = { what: "create" } | { what: "rotate" | "revoke"; key: ApiKeyView };

export function ApiKeys({ initial }: { initial: ApiKeyView[] }) {
  const [keys, setKeys] = useState(initial);
  const [made, setMade] = useState<NewApiKey | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { pending, refusal, run, clear } = useAction<string>();
  const ask = (next: Asked | null) => {
    clear();
    setAsked(next);
  };
  const act = async (name: string, work: () => Promise<NewApiKey | null>) => {
    const isDone = await run(name, async () => {
      setMade(await work());
      setKeys(await get<ApiKeyView[]>("/settings/api-keys"));
    });
    if (isDone) setAsked(null);
  };
  const create = (input: CreateApiKey) => act("create", () => post("/settings/api-keys", input));
  const rotate = (id: string, minutes: number) =>
    act("rotate", () => post(`/settings/api-keys/${id}/rotate`, { overlap_minutes: minutes }));
  const revoke = (id: string) => act("revoke", () => remove(`/settings/api-keys/${id}`));
  const said = { busy: pending !== null, refusal, onClose: () => ask(null) };
  const button = (
    <Button tone="primary" onClick={() => ask({ what: "create" })}>
      New API key
    </Button>
  );
  return (
    <>
      {made && <NewSecret made={made} onPutAway={() => setMade(null)} />}
      <Card title="Keys" actions={keys.length > 0 && button}>
        {keys.length === 0 ? (
          <Empty title="There are no API keys" action={button}>
            A key lets a program do as much as its scope says. Its secret is shown once.
          </Empty>
        ) : (
          <ul className="divide-y divide-line rounded-lg border border-line">
            {keys.map((key) => (
              <KeyRow
                key={key.id}
                apiKey={key}
                onRotate={() => ask({ what: "rotate", key })}
                onRevoke={() => ask({ what: "revoke", key })}
              />
            ))}
          </ul>
        )}
      </Card>
      {!asked && refusal && <Notice tone="bad">{refusal}</Notice>}
      <NewKeyDialog {...said} open={asked?.what === "create"} onCreate={create} />
      <RotateDialog {...said} apiKey={asked?.what === "rotate" ? asked.key : null} onRotate={rotate} />
      <RevokeDialog {...said} apiKey={asked?.what === "revoke" ? asked.key : null} onRevoke={revoke} />
    </>
  );
}
