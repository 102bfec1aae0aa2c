import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { providerButtons } from "@/app/_http/identity-providers";
import { Door } from "@/components/account/door";
import { SignInForm } from "@/components/account/sign-in-form";
import { Notice } from "@/components/ui/notice";
import { ctxOfSession, sessionIdFromCookies } from "@/lib/auth";
import { isSetupOpen } from "@/lib/people";
import { env } from "@/lib/platform/env";
import { nextPath } from "./next-path";

export const metadata: Metadata = { title: "Sign in" };

// The login that the demo's seed creates; it exists in the demo organization only.
const demoLogin = { email: "admin@oncall.ai", password: "AdminPass123!" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error, signed_out: signedOut } = await searchParams;
  const next = nextPath(callbackUrl);
  const sessionId = await sessionIdFromCookies((await headers()).get("cookie"));
  if (sessionId && (await ctxOfSession(sessionId, null))) redirect(next);
  // While the database is away the form is shown, and says so when it is used.
  if (await isSetupOpen().catch(() => false)) redirect("/setup");
  return (
    <Door title="Sign in" lead="To see what is broken, and fix it.">
      {signedOut && (
        <Notice tone="warn" title="You were signed out.">
          Your session ended, or somebody ended it. What you pressed after that was not carried out.
        </Notice>
      )}
      <SignInForm
        next={next}
        demo={env().NIGHTSHIFT_DEMO === "1" ? demoLogin : null}
        providers={providerButtons()}
        reason={typeof error === "string" ? error : null}
      />
    </Door>
  );
}
