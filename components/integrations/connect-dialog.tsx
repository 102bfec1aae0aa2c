"use client"; // Makes an integration and goes to its page.

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { WrongFields } from "@/components/ui/wrong-fields";
import type { AvailableSource, NewSecret } from "@/lib/integrations/contract";
import { pathOf } from "./paths";
import { useSecretsShown } from "./secrets-shown";

export function ConnectDialog({ source, onClose }: { source: AvailableSource | null; onClose: () => void }) {
  const router = useRouter();
  const { show } = useSecretsShown();
  const { pending, refusal, issues, run, clear } = useAction<"create">();
  const close = () => {
    clear();
    onClose();
  };
  const create = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    void run("create", async () => {
      const made = await post<NewSecret>("/integrations", { source: source?.source, name });
      show(made);
      router.push(`${pathOf(made.integration.name)}/set-up`);
    });
  };
  return (
    <Dialog title={`Connect ${source?.title ?? ""}`} open={source !== null} onClose={close}>
      {source && (
        <form onSubmit={create} className="mt-2 flex flex-col gap-4">
          <p className="text-sm text-muted">{source.summary}</p>
          <WrongFields issues={issues}>
            <Field
              label="Name"
              name="name"
              required
              limit={63}
              pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
              title="Letters, digits, dots, dashes and underscores, starting with a letter or digit"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              data-first-focus
              defaultValue={freeName(source)}
              note="What you call it here, such as prod-alerts: letters, digits, dots, dashes and underscores. It cannot be changed later."
            />
          </WrongFields>
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          <DialogActions submit="Connect" busy={pending !== null} onCancel={close} />
        </form>
      )}
    </Dialog>
  );
}

/** The source's own name, with a number where that is taken. */
function freeName({ source, configured }: AvailableSource): string {
  const taken = new Set(configured.map((name) => name.toLowerCase()));
  if (!taken.has(source)) return source;
  let number = 2;
  while (taken.has(`${source}-${number}`)) number += 1;
  return `${source}-${number}`;
}
