"use client"; // Makes the owner and signs in.

import type { FormEvent } from "react";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useIsInBrowser } from "@/components/ui/now";
import { enter } from "./enter";
import { NewPasswordField } from "./new-password-field";

export function SetupForm({ token }: { token: string }) {
  const { pending, refusal, run } = useAction<"make">();
  const isReady = useIsInBrowser();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const password = String(fields.get("new-password") ?? "");
    const text = (name: string) => String(fields.get(name) ?? "").trim();
    void run("make", async () => {
      const owner = { organization_name: text("organization"), name: text("name"), email: text("email"), password };
      await post("/setup", { ...owner, token: text("token") });
      await enter({ email: owner.email, password }, "/");
    });
  };
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label="Setup token"
        name="token"
        defaultValue={token}
        required
        limit={200}
        autoComplete="off"
        spellCheck={false}
        note={token ? "From the link you opened." : "Printed by `npm run up` where Nightshift was started."}
      />
      <Field label="Organization" name="organization" required limit={100} autoComplete="organization" />
      <Field label="Your name" name="name" required limit={100} autoComplete="name" />
      <Field label="Email" name="email" type="email" required limit={254} autoComplete="username" />
      <NewPasswordField />
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      <Button type="submit" tone="primary" disabled={!isReady} busy={pending === "make"} className="min-h-11">
        Set Nightshift up
      </Button>
    </form>
  );
}
