"use client"; // Sends the login and goes on without a round of pages.

import { signIn } from "next-auth/react";
import { type FormEvent, useEffect, useRef } from "react";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useIsInBrowser } from "@/components/ui/now";

type Props = {
  /** A path of this site to go on to. */
  next: string;
  demo: { email: string; password: string } | null;
};

const field = "min-h-11 rounded-lg border border-line-strong bg-raised px-3 text-base";

export function SignInForm({ next, demo }: Props) {
  const { pending, refusal, run } = useAction<"in">();
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  // Until the page is alive, a press would send the password the browser's own way, to an address that takes none.
  const isReady = useIsInBrowser();
  useEffect(() => email.current?.focus(), []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run("in", async () => {
      const answer = await signIn("credentials", {
        email: email.current?.value ?? "",
        password: password.current?.value ?? "",
        redirect: false,
      });
      if (answer?.ok && !answer.error) return location.assign(next);
      password.current?.select();
      throw new Error(wordsFor(answer?.error ?? null, answer?.status ?? 0));
    });
  };

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <div className="flex flex-col gap-1.5">
        <label htmlFor="email" className="text-sm font-medium">
          Email
        </label>
        <input
          ref={email}
          id="email"
          type="email"
          name="email"
          autoComplete="username"
          required
          maxLength={254}
          className={field}
        />
      </div>
      <div className="flex flex-col gap-1.5">
        <label htmlFor="password" className="text-sm font-medium">
          Password
        </label>
        <input
          ref={password}
          id="password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          maxLength={1_024}
          className={field}
        />
      </div>
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      <Button type="submit" tone="primary" disabled={!isReady} busy={pending === "in"} className="min-h-11">
        {pending === "in" ? "Signing in…" : "Sign in"}
      </Button>
      {demo && (
        <div className="rounded-lg bg-sunken px-3 py-2.5 text-sm">
          <p className="text-muted">This is a demo. Its login:</p>
          <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 font-mono text-[0.8125rem]">
            <dt className="sr-only">Email</dt>
            <dd className="col-span-2">{demo.email}</dd>
            <dt className="sr-only">Password</dt>
            <dd className="col-span-2">{demo.password}</dd>
          </dl>
          <Button
            small
            className="mt-2"
            onClick={() => {
              if (email.current) email.current.value = demo.email;
              if (password.current) password.current.value = demo.password;
              password.current?.focus();
            }}
          >
            Fill it in
          </Button>
        </div>
      )}
    </form>
  );
}

function wordsFor(error: string | null, status: number): string {
  if (error === "CredentialsSignin") return "That email and password do not go together.";
  return error === "Unavailable" || status === 0 || status >= 500
    ? "Nightshift could not check the login now. Try again in a moment."
    : "The login was not taken. Try again.";
}
