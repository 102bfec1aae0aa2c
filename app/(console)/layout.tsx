import { headers } from "next/headers";
import type { ReactNode } from "react";
import { LiveProvider } from "@/components/live/live-provider";
import { CurrentViewer } from "@/components/shell/current-viewer";
import { BottomNav } from "@/components/shell/nav";
import { SessionEnded } from "@/components/shell/session-ended";
import { Shortcuts } from "@/components/shell/shortcuts";
import { TopBar } from "@/components/shell/top-bar";
import { ViewerProvider } from "@/components/shell/viewer";
import { NowProvider } from "@/components/ui/now";
import { sessionIdFromCookies, viewerOfSession } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";

/** What surrounds every page of somebody who is signed in. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const sessionId = await sessionIdFromCookies((await headers()).get("cookie"));
  const viewer = sessionId ? await viewerOfSession(sessionId) : null;
  // The page sends them to sign in: it knows its own address, to come back to; a layout does not.
  if (!viewer) return children;
  return (
    <NowProvider renderedAt={clock.now().getTime()}>
      <ViewerProvider viewer={viewer}>
        <LiveProvider>
          <a
            href="#main"
            className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-2 focus:text-accent-ink"
          >
            Skip to the content
          </a>
          <TopBar viewer={viewer} />
          <main id="main" tabIndex={-1} className="mx-auto w-full max-w-7xl px-4 pt-5 pb-24 outline-none md:pb-12">
            {children}
          </main>
          <BottomNav />
          <Shortcuts />
          <CurrentViewer />
          <SessionEnded />
        </LiveProvider>
      </ViewerProvider>
    </NowProvider>
  );
}
