import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/account/sign-in-form";
import { MoonIcon } from "@/components/ui/icons";
import { ctxOfSession, sessionIdFromCookies } from "@/lib/auth";
import { env } from "@/lib/platform/env";

export const metadata: Metadata = { title: "Sign in" };

// The login that the demo's seed creates; it exists in the demo organization only.
const demoLogin = { email: "admin@oncall.ai", password: "AdminPass123!" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl } = await searchParams;
  const next = pathOf(callbackUrl);
  const sessionId = await sessionIdFromCookies((await headers()).get("cookie"));
  if (sessionId && (await ctxOfSession(sessionId, null))) redirect(next);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <div>
        <p className="flex items-center gap-2 text-lg font-semibold tracking-tight">
          <MoonIcon className="size-6 text-accent" />
          Nightshift
        </p>
        <h1 className="mt-4 text-2xl font-semibold tracking-tight">Sign in</h1>
        <p className="text-sm text-muted">To see what is broken, and fix it.</p>
      </div>
      <SignInForm next={next} demo={env().NIGHTSHIFT_DEMO === "1" ? demoLogin : null} />
    </main>
  );
}

/** Where to go on to: a path of this site and nothing else, whatever the address says. */
function pathOf(callbackUrl: string | string[] | undefined): string {
  if (typeof callbackUrl !== "string") return "/";
  const here = "http://here.invalid";
  const url = URL.canParse(callbackUrl, here) ? new URL(callbackUrl, here) : null;
  // NextAuth itself sends whole addresses; their path is what counts. A path that begins with two slashes would name another host.
  if (!url || url.pathname.startsWith("//") || url.pathname.startsWith("/sign-in")) return "/";
  return url.pathname + url.search;
}
