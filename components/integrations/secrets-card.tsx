"use client"; // Adds and ends secrets.

import { post, remove } from "@/components/api/request";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import { useQuestion } from "@/components/ui/use-question";
import type { IntegrationDetail, NewSecret } from "@/lib/integrations/contract";
import { AddSecretDialog } from "./add-secret-dialog";
import { pathOf } from "./paths";
import { useSecretsShown } from "./secrets-shown";
import { useIntegration } from "./use-integration";

const MOST = 4;
type SecretView = IntegrationDetail["secrets"][number];

/** What proves that a delivery is the source's own. Several work at once, so that one can be replaced without losing anything. */
export function SecretsCard() {
  const { integration, setIntegration } = useIntegration();
  const { show } = useSecretsShown();
  const { asked, ask, answer, late, said } = useQuestion<{ what: "add" } | { what: "end"; secret: SecretView }>();
  const ending = asked?.what === "end" ? asked.secret : null;
  const { secrets } = integration;
  const path = `${pathOf(integration.name)}/secrets`;
  const add = async (value: string | null) => {
    const isDone = await answer(async () => {
      const made = await post<NewSecret>(path, value === null ? {} : { value });
      setIntegration({ ...integration, secrets: made.integration.secrets });
      // One that the source made is known there already.
      if (value === null) show(made);
    });
    if (isDone && value === null) window.scrollTo({ top: 0 });
  };
  const end = (id: string) => answer(async () => setIntegration(await remove<IntegrationDetail>(`${path}/${id}`)));
  return (
    <Card
      title="Secrets"
      actions={
        <Button
          small
          reason={secrets.length >= MOST ? `At most ${MOST} secrets work at a time; end one first` : null}
          onClick={() => ask({ what: "add" })}
        >
          Add a secret
        </Button>
      }
    >
      <p className="mb-3 text-sm text-muted">
        Each of these proves a delivery. To rotate: add one, have the source use it, then end the old one.
      </p>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {secrets.map((secret) => (
          <li key={secret.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
            <p className="min-w-0 flex-1 text-sm">
              Ends with <code className="font-mono">{secret.hint}</code>
              <span className="block text-xs text-muted">
                added <Ago at={secret.created_at} />
              </span>
            </p>
            <Button
              small
              reason={secrets.length === 1 ? "This is the only secret; add another one first" : null}
              onClick={() => ask({ what: "end", secret })}
            >
              End
              <span className="sr-only"> the secret that ends with {secret.hint}</span>
            </Button>
          </li>
        ))}
      </ul>
      {late && (
        <div className="mt-3">
          <Notice tone="bad">{late}</Notice>
        </div>
      )}
      <AddSecretDialog
        {...said}
        open={asked?.what === "add"}
        ownFirst={integration.source !== "pagerduty"}
        title={integration.title}
        onAdd={add}
      />
      <Dialog
        title={`End the secret that ends with ${ending?.hint ?? ""}?`}
        open={ending !== null}
        onClose={said.onClose}
      >
        {ending && (
          <div className="mt-2 flex flex-col gap-4">
            <p className="text-sm">
              Within two seconds, what is sent with it is refused. That cannot be undone. Make sure that the source uses
              another one.
            </p>
            {said.refusal && <Notice tone="bad">{said.refusal}</Notice>}
            <DialogActions
              submit="End it"
              tone="danger"
              busy={said.busy}
              onSubmit={() => end(ending.id)}
              onCancel={said.onClose}
            />
          </div>
        )}
      </Dialog>
    </Card>
  );
}
