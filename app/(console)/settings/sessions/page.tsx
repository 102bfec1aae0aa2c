import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { SessionList } from "@/components/sessions/session-list";
import { listSessions } from "@/lib/people";

export const metadata: Metadata = { title: "Your sessions" };

export default async function SessionsPage() {
  const { ctx } = await pageSession("/settings/sessions");
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Your sessions</h1>
        <p className="text-sm text-muted">
          Everywhere you are signed in. What you do not recognize, revoke: it is signed out at once.
        </p>
      </div>
      <SessionList initial={await listSessions(ctx)} />
    </>
  );
}
