import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { AcceptForm } from "@/components/account/accept-form";
import { Door } from "@/components/account/door";
import { JoinButton } from "@/components/account/join-button";
import { Notice } from "@/components/ui/notice";
import { sessionIdFromCookies, viewerOfSession } from "@/lib/auth";
import { lookAtInvitation } from "@/lib/people";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: "noindex" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  // Looking uses nothing up: mail programs and chats open links by themselves.
  const offer = await lookAtInvitation(token);
  if (!offer) {
    return (
      <Door title="This link is not open" lead="It was used, revoked, has run out, or was not copied whole.">
        <Notice tone="info">
          Ask whoever sent it for a new one. If you have joined already, <Link href="/sign-in">sign in</Link>.
        </Notice>
      </Door>
    );
  }
  const sessionId = await sessionIdFromCookies((await headers()).get("cookie"));
  const viewer = sessionId ? await viewerOfSession(sessionId) : null;
  const lead = `${offer.invited_by} invites you as ${offer.role === "viewer" || offer.role === "responder" ? "a" : "an"} ${offer.role}.`;
  return (
    <Door title={`Join ${offer.organization_name}`} lead={lead}>
      {viewer ? (
        <JoinButton token={token} email={viewer.email} onlyFor={offer.email} />
      ) : (
        <AcceptForm token={token} email={offer.email} />
      )}
    </Door>
  );
}
