import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { type Ctx, ctxOfSession, sessionIdFromCookies, viewerOfSession } from "@/lib/auth";
import type { Viewer } from "@/lib/auth/contract";
import { type Asked, addressOf } from "./address-of";

export type PageSession = { ctx: Ctx; viewer: Viewer };

// Once per request, however many layouts and pages ask.
const currentSession = cache(async (): Promise<PageSession | null> => {
  const sessionId = await sessionIdFromCookies((await headers()).get("cookie"));
  if (!sessionId) return null;
  const [ctx, viewer] = await Promise.all([ctxOfSession(sessionId, null), viewerOfSession(sessionId)]);
  return ctx && viewer ? { ctx, viewer } : null;
});

/**
 * Who looks at a page, for server components. Sends everybody else to sign in, and back to `path` afterwards, asking for the same (both are
 * of the page's own address; a server component cannot ask for it).
 */
export async function pageSession(path = "/", asked: Asked = {}): Promise<PageSession> {
  const back = () => addressOf(path, asked);
  return (await currentSession()) ?? redirect(`/sign-in?callbackUrl=${encodeURIComponent(back())}`);
}
