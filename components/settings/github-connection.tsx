"use client"; // Saves and tests without leaving the page.

import { type FormEvent, useState } from "react";
import { get, post, put, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import { useWritten } from "@/components/ui/use-unsaved";
import { WrongFields } from "@/components/ui/wrong-fields";
import { GITHUB_API, type GitHubConnectionView, type GitHubTestView } from "@/lib/github/contract";

const PATH = "/settings/github";

/** A test, of which connection, and whether that had just been saved. */
type Tested = GitHubTestView & { at: string | null; isNew: boolean };

/** Whether investigations see what was changed at GitHub, and with whose token. */
export function GitHubConnection({ initial }: { initial: GitHubConnectionView }) {
  const [connection, setConnection] = useState(initial);
  const [lastTest, setTested] = useState<Tested | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const reason = useRoleReason("configure");
  const { pending, refusal, issues, run } = useAction<"connect" | "test" | "disconnect">();
  // A new one each time, so that the field is empty after a token was taken.
  const [round, setRound] = useState(0);
  // Null while nobody has written one here: then it is the one that is saved, also when somebody else saves another.
  const [writtenUrl, setWrittenUrl] = useState<string | null>(null);
  const { onInput, settle } = useWritten();
  const refresh = useRefresh(async (signal) => setConnection(await get<GitHubConnectionView>(PATH, signal)));
  useLiveEvent("settings:changed", refresh);

  const test = async (of: GitHubConnectionView, isNew: boolean) => {
    setTested(null);
    setSaved(isNew);
    setTested({ ...(await post<GitHubTestView>(`${PATH}/test`)), at: of.updated_at, isNew });
  };
  const connect = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (reason) return;
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? "").trim();
    setSaved(false);
    await run("connect", async () => {
      const made = await put<GitHubConnectionView>(PATH, {
        token: text("token"),
        api_url: text("api_url") || GITHUB_API,
      });
      setConnection(made);
      setRound((before) => before + 1);
      setWrittenUrl(null);
      settle();
      await test(made, true);
    });
  };
  const disconnect = async () => {
    setAsked(false);
    setSaved(false);
    await run("disconnect", async () => setConnection(await remove<GitHubConnectionView>(PATH)));
  };
  const { is_connected: isConnected, api_url: apiUrl, connected_by: by, updated_at: at } = connection;
  // Somebody else may have replaced the connection since.
  const tested = isConnected && lastTest?.at === at ? lastTest : null;
  return (
    <Card title="GitHub" note={standingOf(isConnected, tested)}>
      <form onSubmit={connect} onInput={onInput} noValidate className="flex flex-col gap-4">
        <p className="text-sm text-muted">
          Claude can look up which commits, deployments and pull requests came before an incident. Which repository
          belongs to a service is entered on the service's page.
        </p>
        {isConnected && at && (
          <p className="text-sm wrap-anywhere">
            {apiUrl}, token entered by {by} <Ago at={at} />
          </p>
        )}
        <WrongFields issues={issues}>
          <div key={round} className="grid gap-4 sm:grid-cols-2">
            <Field
              label={isConnected ? "Another token" : "Token"}
              name="token"
              type="password"
              limit={500}
              autoComplete="off"
              readOnly={reason !== null}
              note="A fine-grained token that may only read: Contents, Deployments and Pull requests. It is stored sealed and not shown again."
            />
            <Field
              label="Address of the API"
              name="api_url"
              type="url"
              limit={300}
              autoComplete="off"
              readOnly={reason !== null}
              value={writtenUrl ?? apiUrl ?? GITHUB_API}
              onChange={(event) => setWrittenUrl(event.target.value)}
              note="With GitHub Enterprise: https://host/api/v3. A new address needs the token again."
            />
          </div>
        </WrongFields>
        {refusal && issues.length === 0 && (
          <Notice tone="bad" {...(isSaved && { title: "Saved, but it could not be tested." })}>
            {refusal}
          </Notice>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" busy={pending === "connect"} reason={reason}>
            {isConnected ? "Replace" : "Connect"}
          </Button>
          {isConnected && (
            <>
              <Button
                busy={pending === "test"}
                reason={reason}
                onClick={() => run("test", () => test(connection, false))}
              >
                Test
              </Button>
              <Button tone="quiet" busy={pending === "disconnect"} reason={reason} onClick={() => setAsked(true)}>
                Disconnect
              </Button>
            </>
          )}
        </div>
        {tested && (
          <Notice tone={tested.works ? "ok" : "bad"} title={outcomeOf(tested)}>
            <Told text={tested.words} />
          </Notice>
        )}
      </form>
      <Dialog title="Disconnect GitHub?" open={isAsked} onClose={() => setAsked(false)}>
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">
            Nightshift forgets the token, and investigations no longer see what was changed. To connect again, the token
            has to be entered again. At GitHub it stays valid until it is revoked there.
          </p>
          <DialogActions
            submit="Disconnect"
            tone="danger"
            onCancel={() => setAsked(false)}
            onSubmit={() => void disconnect()}
          />
        </div>
      </Dialog>
    </Card>
  );
}

/** Whether GitHub takes a token is only said of one that was tried. */
function standingOf(isConnected: boolean, tested: Tested | null): string {
  if (!isConnected) return "not connected";
  if (!tested) return "a token is stored";
  return tested.works ? "connected" : "does not work";
}

function outcomeOf({ works, isNew }: Tested): string {
  if (works) return isNew ? "Saved, and it works." : "It works.";
  return isNew ? "Saved, but it does not work." : "It does not work.";
}
