"use client"; // Makes an account and signs in.

import Link from "next/link";
import type { FormEvent } from "react";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useIsInBrowser } from "@/components/ui/now";
import { enter } from "./enter";
import { NewPasswordField } from "./new-password-field";

type Props = { token: string /** The only address it is for, where there is one. */; email: string | null };

export function AcceptForm({ token, email }: Props) {
  const { pending, refusal, run } = useAction<"join">();
  const isReady = useIsInBrowser();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const login = {
      email: String(fields.get("email") ?? "").trim(),
      password: String(fields.get("new-password") ?? ""),
    };
    void run("join", async () => {
      await post("/invitations/accept", { token, name: String(fields.get("name") ?? "").trim(), ...login });
      await enter(login, "/");
    });
  };
  return (
    <>
      <form method="post" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Your name" name="name" required limit={100} autoComplete="name" />
        <Field
          label="Email"
          name="email"
          type="email"
          required
          limit={254}
          autoComplete="username"
          defaultValue={email ?? ""}
          readOnly={email !== null}
          {...(email && { note: "The invitation is for this address." })}
        />
        <NewPasswordField />
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <Button type="submit" tone="primary" disabled={!isReady} busy={pending === "join"} className="min-h-11">
          Join
        </Button>
      </form>
      <p className="text-sm text-muted">
        You have an account?{" "}
        <Link
          className="text-accent underline"
          href={`/sign-in?callbackUrl=${encodeURIComponent(`/invitations/${token}`)}`}
        >
          Sign in and join with it
        </Link>
      </p>
    </>
  );
}
