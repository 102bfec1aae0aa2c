"use client"; // Changes the password.

import { type FormEvent, useState } from "react";
import { NewPasswordField } from "@/components/account/new-password-field";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";

type Props = { hasPassword: boolean; changedAt: string | null; email: string };

export function PasswordForm({ hasPassword, changedAt, email }: Props) {
  const { pending, refusal, run } = useAction<"change">();
  const [isDone, setIsDone] = useState(false);
  const change = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    setIsDone(false);
    void run("change", async () => {
      await post("/settings/profile/password", {
        new_password: fields.get("new-password"),
        ...(hasPassword && { current_password: fields.get("password") }),
      });
      form.reset();
    }).then(setIsDone);
  };
  return (
    <Card
      title="Password"
      note={
        changedAt ? (
          <>
            changed <Ago at={changedAt} />
          </>
        ) : (
          !hasPassword && "You have none: you sign in through an identity provider"
        )
      }
    >
      <form onSubmit={change} className="flex flex-col gap-3">
        {/* So that a password manager knows whose it is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        {hasPassword && (
          <Field
            label="Current password"
            type="password"
            name="password"
            autoComplete="current-password"
            required
            limit={1_024}
          />
        )}
        <NewPasswordField label="New password" />
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        {isDone && <Notice tone="ok">Changed. Everywhere else you are signed out.</Notice>}
        <div>
          <Button type="submit" busy={pending === "change"}>
            {hasPassword ? "Change the password" : "Set a password"}
          </Button>
        </div>
      </form>
    </Card>
  );
}
