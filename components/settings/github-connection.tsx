"use client"; // Saves and tests without leaving the page.

import { type FormEvent, useState } from "react";
import { get, post, put, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import { WrongFields } from "@/components/ui/wrong-fields";
import { GITHUB_API, type GitHubConnectionView, type GitHubTestView } from "@/lib/github/contract";

const PATH = "/settings/github";

/** Whether investigations see what was changed at GitHub, and with whose token. */
export function GitHubConnection({ initial }: { initial: GitHubConnectionView }) {
  const [connection, setConnection] = useState(initial);
  const [tested, setTested] = useState<GitHubTestView | null>(null);
  const reason = useRoleReason("configure");
  const { pending, refusal, issues, run } = useAction<"connect" | "test" | "disconnect">();
  // A new one each time, so that the field is empty after a token was taken.
  const [round, setRound] = useState(0);
  const refresh = useRefresh(async (signal) => setConnection(await get<GitHubConnectionView>(PATH, signal)));
  useLiveEvent("settings:changed", refresh);

  const test = async () => setTested(await post<GitHubTestView>(`${PATH}/test`));
  const connect = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (reason) return;
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? "").trim();
    setTested(null);
    await run("connect", async () => {
      setConnection(
        await put<GitHubConnectionView>(PATH, { token: text("token"), api_url: text("api_url") || GITHUB_API }),
      );
      setRound((before) => before + 1);
      await test();
    });
  };
  const disconnect = async () => {
    setTested(null);
    await run("disconnect", async () => setConnection(await remove<GitHubConnectionView>(PATH)));
  };
  const { is_connected: isConnected, api_url: apiUrl, connected_by: by, updated_at: at } = connection;
  return (
    <Card title="GitHub" note={isConnected ? "connected" : "not connected"}>
      <form onSubmit={connect} noValidate className="flex flex-col gap-4">
        <p className="text-sm text-muted">
          Claude can look up which commits, deployments and pull requests came before an incident. Which repository
          belongs to a service is entered on the service's page.
        </p>
        {isConnected && at && (
          <p className="text-sm wrap-anywhere">
            {apiUrl}, connected by {by} <Ago at={at} />
          </p>
        )}
        <WrongFields issues={issues}>
          <div key={`${round} ${apiUrl}`} className="grid gap-4 sm:grid-cols-2">
            <Field
              label={isConnected ? "Another token" : "Token"}
              name="token"
              type="password"
              maxLength={500}
              autoComplete="off"
              readOnly={reason !== null}
              note="A fine-grained token that may only read: Contents, Deployments and Pull requests. It is stored sealed and not shown again."
            />
            <Field
              label="Address of the API"
              name="api_url"
              type="url"
              maxLength={300}
              autoComplete="off"
              readOnly={reason !== null}
              defaultValue={apiUrl ?? GITHUB_API}
              note="With GitHub Enterprise: https://host/api/v3. A new address needs the token again."
            />
          </div>
        </WrongFields>
        {refusal && issues.length === 0 && <Notice tone="bad">{refusal}</Notice>}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" busy={pending === "connect"} reason={reason}>
            {isConnected ? "Replace" : "Connect"}
          </Button>
          {isConnected && (
            <>
              <Button busy={pending === "test"} reason={reason} onClick={() => run("test", test)}>
                Test
              </Button>
              <Button tone="quiet" busy={pending === "disconnect"} reason={reason} onClick={disconnect}>
                Disconnect
              </Button>
            </>
          )}
        </div>
        {tested && (
          <Notice tone={tested.works ? "ok" : "bad"}>
            <Told text={tested.words} />
          </Notice>
        )}
      </form>
    </Card>
  );
}
