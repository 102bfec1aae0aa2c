import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import type { SecondFactorOffer } from "@/lib/people/contract";

type Props = {
  offer: SecondFactorOffer;
  busy: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  onCancel: () => void;
};

/** From the secret to the first code: nothing is on before that. */
export function Enrolment({ offer: { secret, uri }, busy, onSubmit, onCancel }: Props) {
  return (
    <div className="mt-3 flex flex-col gap-3 rounded-lg bg-sunken p-3">
      <p className="text-sm">
        In your authenticator app, add an account by its setup key. On this device,{" "}
        <a href={uri} className="text-accent underline">
          open it in the app
        </a>
        .
      </p>
      <p className="flex items-center gap-1">
        <code className="verbatim min-w-0 flex-1 select-all">{secret}</code>
        <CopyButton text={secret.replaceAll(" ", "")} label="Copy the setup key" />
      </p>
      <form onSubmit={onSubmit} className="flex flex-wrap items-end gap-3">
        <Field
          label="Code that the app shows"
          name="value"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          limit={7}
          className="min-w-0 flex-1 basis-40"
        />
        <Button type="submit" tone="primary" busy={busy} className="min-h-11">
          Turn on
        </Button>
        <Button tone="quiet" onClick={onCancel} className="min-h-11">
          Never mind
        </Button>
      </form>
    </div>
  );
}
