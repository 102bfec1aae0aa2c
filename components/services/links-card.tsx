"use client"; // Saves without leaving the page.

import Link from "next/link";
import { type FormEvent, type ReactNode, useState } from "react";
import { patch } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useDraft } from "@/components/ui/use-draft";
import { WrongFields } from "@/components/ui/wrong-fields";
import type { ServiceView } from "@/lib/monitoring/contract";

/** What an investigation needs to look further: why Claude would not look now, and whether there is a token for GitHub. */
export type Lookers = { whyNoClaude: string | null; hasGitHub: boolean };

type Props = { service: ServiceView; lookers: Lookers; onSaved: (service: ServiceView) => void };

/** What people say of a service so that an investigation can look further: where it tells how it is, and where its code is. */
export function LinksCard({ service, lookers, onSaved }: Props) {
  const { name, health_url: healthUrl, repository } = service;
  const reason = useRoleReason("configure");
  const { pending, refusal, issues, run } = useAction<"save">();
  const { shown, write, theirs, changes, settle } = useDraft({
    health_url: healthUrl ?? "",
    repository: repository ?? "",
  });
  const [isSaved, setSaved] = useState(false);
  const noteOf = (field: "health_url" | "repository", note: ReactNode) =>
    theirs(field) === null ? note : `Somebody else has saved ${theirs(field) || "nothing"} here meanwhile.`;
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (reason) return;
    setSaved(false);
    // Only what was written here is sent, so that what others have saved in the other field stays.
    const sent = Object.entries(changes).map(([field, value]) => [field, value.trim() || null]);
    if (sent.length === 0) return setSaved(true);
    const isDone = await run("save", async () => {
      onSaved(await patch<ServiceView>(`/services/${encodeURIComponent(name)}`, Object.fromEntries(sent)));
      settle(changes);
    });
    setSaved(isDone);
  };
  return (
    <Card title="For investigations">
      <form onSubmit={save} onChange={() => setSaved(false)} noValidate className="flex flex-col gap-4">
        <p className="text-sm text-muted">Only Claude looks at these, when it investigates; the rules do not.</p>
        {lookers.whyNoClaude && (
          <Notice tone="info" title="Nobody looks at them now.">
            {lookers.whyNoClaude}.
          </Notice>
        )}
        <WrongFields issues={issues}>
          <div className="flex flex-col gap-4">
            <Field
              label="Health address"
              name="health_url"
              type="url"
              limit={500}
              autoComplete="off"
              readOnly={reason !== null}
              value={shown("health_url")}
              onChange={(event) => write("health_url", event.target.value)}
              placeholder="https://shop.example.com/health"
              note={noteOf(
                "health_url",
                "Claude may call it. Everybody here can read it, so leave passwords and tokens out.",
              )}
            />
            <Field
              label="Repository"
              name="repository"
              limit={201}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              readOnly={reason !== null}
              value={shown("repository")}
              onChange={(event) => write("repository", event.target.value)}
              placeholder="owner/name"
              note={noteOf(
                "repository",
                lookers.hasGitHub ? (
                  "As GitHub spells it. Claude looks up what was changed there before an incident."
                ) : (
                  <>
                    As GitHub spells it. Nothing is looked up there as long as GitHub is not connected, in the{" "}
                    <Link href="/settings/investigation" className="font-medium text-accent underline">
                      settings under Investigation
                    </Link>
                    .
                  </>
                ),
              )}
            />
          </div>
        </WrongFields>
        {refusal && issues.length === 0 && <Notice tone="bad">{refusal}</Notice>}
        <div className="flex items-center gap-3">
          <Button type="submit" busy={pending !== null} reason={reason}>
            Save
          </Button>
          <span role="status" className="text-sm text-ok">
            {isSaved && "Saved"}
          </span>
        </div>
      </form>
    </Card>
  );
}
