"use client"; // Sends the login and goes on without a round of pages.

import { signIn } from "next-auth/react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useIsInBrowser } from "@/components/ui/now";
import { DemoLogin } from "./demo-login";
import { wordsFor } from "./sign-in-words";

type Props = {
  /** A path of this site to go on to. */
  next: string;
  demo: { email: string; password: string } | null;
  providers: { id: string; name: string }[];
  /** Why an earlier try came back here. */
  reason: string | null;
};

export function SignInForm({ next, demo, providers, reason }: Props) {
  const { pending, refusal, run } = useAction<string>();
  const [asksCode, setAsksCode] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // Until the page is alive, a press would send the password the browser's own way, to an address that takes none.
  const isReady = useIsInBrowser();
  // The fields keep their own values: a password manager may fill them in before the page is alive.
  const field = (name: string) => form.current?.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  const write = (name: string, value: string) => {
    const input = field(name);
    if (input) input.value = value;
  };
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>(asksCode ? '[name="code"]' : '[name="email"]')?.focus();
  }, [asksCode]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run("in", async () => {
      const value = (name: string) => field(name)?.value ?? "";
      const answer = await signIn("credentials", {
        email: value("email"),
        password: value("password"),
        code: value("code"),
        redirect: false,
        // Else it is this page's own address, and NextAuth reads the reason of an earlier refusal out of it as one of this try.
        callbackUrl: "/",
      });
      if (answer?.ok && !answer.error) return location.assign(next);
      const why = answer?.error ?? "";
      if (why === "CodeNeeded") return setAsksCode(true);
      field(asksCode ? "code" : "password")?.select();
      throw new Error(wordsFor(why, answer?.status ?? 0));
    });
  };

  return (
    <div className="flex flex-col gap-4">
      {reason && !refusal && <Notice tone="bad">{wordsFor(reason)}</Notice>}
      {providers.length > 0 && !asksCode && (
        <>
          <div className="flex flex-col gap-2">
            {providers.map((provider) => (
              <Button
                key={provider.id}
                className="min-h-11 w-full"
                disabled={!isReady}
                busy={pending === provider.id}
                onClick={() => run(provider.id, () => signIn(provider.id, { callbackUrl: next }))}
              >
                Continue with {provider.name}
              </Button>
            ))}
          </div>
          <p className="flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or with your password
          </p>
        </>
      )}
      <form ref={form} method="post" onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Email"
          type="email"
          name="email"
          autoComplete="username"
          required
          limit={254}
          readOnly={asksCode}
        />
        <Field
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          limit={1_024}
          className={asksCode ? "hidden" : ""}
        />
        {asksCode && (
          <Field
            label="Code"
            note="From your authenticator app, or one of your recovery codes."
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            required
            limit={64}
          />
        )}
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <Button type="submit" tone="primary" disabled={!isReady} busy={pending === "in"} className="min-h-11">
          {pending === "in" ? "Signing in…" : "Sign in"}
        </Button>
        {asksCode && (
          <Button
            tone="quiet"
            onClick={() => {
              write("password", "");
              setAsksCode(false);
            }}
          >
            Start again
          </Button>
        )}
      </form>
      {demo && !asksCode && (
        <DemoLogin
          {...demo}
          onFill={() => {
            write("email", demo.email);
            write("password", demo.password);
            field("password")?.focus();
          }}
        />
      )}
    </div>
  );
}
