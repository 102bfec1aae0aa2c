"use client"; // Makes, rotates and revokes keys, and shows a new secret once.

import { useState } from "react";
import { get, post, remove } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { useQuestion } from "@/components/ui/use-question";
import type { ApiKeyView, CreateApiKey, NewApiKey } from "@/lib/keys/contract";
import { KeyRow } from "./key-row";
import { NewKeyDialog } from "./new-key-dialog";
import { NewSecret } from "./new-secret";
import { RevokeDialog } from "./revoke-dialog";
import { RotateDialog } from "./rotate-dialog";

type Asked = { what: "create" } | { what: "rotate" | "revoke"; key: ApiKeyView };

export function ApiKeys({ initial }: { initial: ApiKeyView[] }) {
  const [keys, setKeys] = useState(initial);
  // Each secret is shown once, so it stays until it is put away, whatever is made after it.
  const [made, setMade] = useState<readonly NewApiKey[]>([]);
  const { asked, ask, answer, late, said } = useQuestion<Asked>();
  const refresh = useRefresh(async (signal) => setKeys(await get<ApiKeyView[]>("/settings/api-keys", signal)));
  useLiveEvent("settings:changed", refresh);
  const show = (next: NewApiKey) => setMade((before) => [next, ...before]);
  const create = (input: CreateApiKey) =>
    answer(async () => {
      show(await post<NewApiKey>("/settings/api-keys", input));
      refresh();
    });
  const rotate = (id: string, minutes: number) =>
    answer(async () => {
      show(await post<NewApiKey>(`/settings/api-keys/${id}/rotate`, { overlap_minutes: minutes }));
      refresh();
    });
  const revoke = (id: string) =>
    answer(async () => {
      await remove(`/settings/api-keys/${id}`);
      setMade((before) => before.filter(({ api_key: key }) => key.id !== id));
      refresh();
    });
  const button = (
    <Button tone="primary" onClick={() => ask({ what: "create" })}>
      New API key
    </Button>
  );
  return (
    <>
      {made.map((one) => (
        <NewSecret
          key={one.key}
          made={one}
          onPutAway={() => setMade((before) => before.filter((other) => other !== one))}
        />
      ))}
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
      {late && <Notice tone="bad">{late}</Notice>}
      <NewKeyDialog {...said} open={asked?.what === "create"} onCreate={create} />
      <RotateDialog {...said} apiKey={asked?.what === "rotate" ? asked.key : null} onRotate={rotate} />
      <RevokeDialog {...said} apiKey={asked?.what === "revoke" ? asked.key : null} onRevoke={revoke} />
    </>
  );
}
