import type { Metadata } from "next";
import { headers } from "next/headers";
import { pageSession } from "@/app/_http/page-session";
import { SessionList } from "@/components/sessions/session-list";
import { listSessions, sessionIdFromCookies } from "@/lib/auth";

export const metadata: Metadata = { title: "Your sessions" };

export default async function SessionsPage() {
  const { ctx } = await pageSession("/settings/sessions");
  const currentId = await sessionIdFromCookies((await headers()).get("cookie"));
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-4">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Your sessions</h1>
        <p className="text-sm text-muted">
          Everywhere you are signed in. What you do not recognize, revoke: it is signed out at once.
        </p>
      </div>
      <SessionList initial={await listSessions(ctx, currentId)} />
    </div>
  );
}
