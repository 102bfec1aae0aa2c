"use client"; // Saves without leaving the page.

import Link from "next/link";
import { type FormEvent, useState } from "react";
import { patch } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
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
  const [isSaved, setSaved] = useState(false);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (reason) return;
    const fields = new FormData(event.currentTarget);
    const text = (field: string) => String(fields.get(field) ?? "").trim() || null;
    const changes = { health_url: text("health_url"), repository: text("repository") };
    setSaved(false);
    setSaved(
      await run("save", async () =>
        onSaved(await patch<ServiceView>(`/services/${encodeURIComponent(name)}`, changes)),
      ),
    );
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
          {/* Made anew when somebody else has changed them. The button is not, so that it keeps the focus. */}
          <div key={JSON.stringify([healthUrl, repository])} className="flex flex-col gap-4">
            <Field
              label="Health address"
              name="health_url"
              type="url"
              maxLength={500}
              autoComplete="off"
              readOnly={reason !== null}
              defaultValue={healthUrl ?? ""}
              placeholder="https://shop.example.com/health"
              note="Claude may call it. Everybody here can read it, so leave passwords and tokens out."
            />
            <Field
              label="Repository"
              name="repository"
              maxLength={201}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              readOnly={reason !== null}
              defaultValue={repository ?? ""}
              placeholder="owner/name"
              note={
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
                )
              }
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
