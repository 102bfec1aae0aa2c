import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { Invitations } from "@/components/settings/invitations";
import { Leaving } from "@/components/settings/leaving";
import { MemberList } from "@/components/settings/member-list";
import { roleMay } from "@/lib/auth/contract";
import { listInvitations, listKnownKeys, listMembers } from "@/lib/people";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage() {
  const { ctx, viewer } = await pageSession("/settings/members");
  const mayInvite = roleMay(viewer.role, "administer");
  const [members, invitations, ownKeys] = await Promise.all([
    listMembers(ctx),
    mayInvite ? listInvitations(ctx) : [],
    listKnownKeys(ctx, viewer.id, {}),
  ]);
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Members of {viewer.organization.name}</h1>
        <p className="text-sm text-muted">
          Viewers look on, responders handle incidents and approve fixes, admins see to people and services, owners
          decide the rest.
        </p>
      </div>
      <MemberList initial={members} />
      {mayInvite && <Invitations initial={invitations} />}
      <Leaving
        keys={ownKeys}
        isLastOwner={viewer.role === "owner" && members.filter(({ role }) => role === "owner").length === 1}
      />
    </>
  );
}
