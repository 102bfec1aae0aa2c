import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { signIn } from "@/lib/auth";
import { clock, useClock } from "@/lib/platform/clock";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { acceptInvitation, joinByInvitation } from "./accept-invitation";
import { createInvitation, renewInvitation } from "./create-invitation";
import { listInvitations } from "./list-invitations";
import { ctxNow, newPerson, nowhere, PASSWORD, recorded } from "./person.fixture";
import { revokeInvitation } from "./revoke-invitation";
import { lookAtInvitation } from "./spend-invitation";

type Person = Awaited<ReturnType<typeof newPerson>>;
let org: Awaited<ReturnType<typeof newOrganization>>;
let owner: Person;
let admin: Person;
let stranger: Person;

beforeEach(async () => {
  org = await newOrganization("Night owls");
  owner = await newPerson(org.id, "owner");
  admin = await newPerson(org.id, "admin");
  stranger = await newPerson((await newOrganization()).id, "owner");
});
afterAll(closeDatabase);

const tokenIn = (link: string) => link.split("/").at(-1) ?? "";
const invite = async (input: object = {}) => {
  const { invitation, link } = await createInvitation(admin.ctx, { role: "responder", ...input });
  return { id: invitation.id, token: tokenIn(link) };
};
const somebody = (token: string) => ({ token, name: "Ada", email: `${newId()}@Example.com`, password: PASSWORD });
const accept = (token: string) => acceptInvitation(somebody(token), nowhere);
const gone = { code: "not_found" };

describe("an invitation", () => {
  test("lets one person in with its role, who can sign in from then on", async () => {
    const { token } = await invite();
    expect(await lookAtInvitation(token)).toMatchObject({ organization_name: "Night owls", role: "responder" });
    const ada = somebody(token);
    expect(await acceptInvitation(ada, nowhere)).toMatchObject({ organization_id: org.id, role: "responder" });
    const session = await signIn({ email: ada.email.toLowerCase(), password: PASSWORD }, nowhere);
    expect(session).toMatchObject({ outcome: "signed_in", name: "Ada" });
    expect(await recorded(org.id)).toEqual(["invitation.create", "invitation.accept"]);
    const accepted = { organizationId: org.id, kind: "invitation.accepted" };
    expect(await prisma().securityEvent.findMany({ where: accepted })).toMatchObject([{ actorName: "Ada" }]);
    expect(JSON.stringify(await prisma().invitation.findMany())).not.toContain(token);
  });

  test("brings somebody back who had left, with the password they had and no other", async () => {
    const ada = somebody((await invite()).token);
    await acceptInvitation(ada, nowhere);
    const email = ada.email.toLowerCase();
    await prisma().member.deleteMany({ where: { user: { email } } });
    expect(await signIn({ email, password: PASSWORD }, nowhere)).toEqual({ outcome: "nowhere" });
    const { token } = await invite({ role: "viewer" });
    const again = (password: string) => acceptInvitation({ ...ada, token, password }, nowhere);
    await expect(again(`${PASSWORD}!`)).rejects.toMatchObject({ code: "forbidden" });
    const failed = { organizationId: org.id, kind: "sign_in.failed" };
    const events = await prisma().securityEvent.findMany({ where: failed });
    expect(events).toMatchObject([{ actorName: "Ada", data: { email, by: "invitation" } }]);
    expect(JSON.stringify(events)).not.toContain(PASSWORD);
    expect(await again(PASSWORD)).toMatchObject({ organization_id: org.id, role: "viewer" });
    expect(await signIn({ email, password: PASSWORD }, nowhere)).toMatchObject({ outcome: "signed_in" });
    expect(await prisma().user.count({ where: { email } })).toBe(1);
  });

  test("works once, two at once included, and makes no account for whoever came second", async () => {
    const { token } = await invite();
    const people = [somebody(token), somebody(token), somebody(token)];
    const both = await Promise.allSettled(people.map((person) => acceptInvitation(person, nowhere)));
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const emails = people.map(({ email }) => email.toLowerCase());
    expect(await prisma().user.count({ where: { email: { in: emails } } })).toBe(1);
    await expect(accept(token)).rejects.toMatchObject(gone);
    await expect(joinByInvitation(stranger.ctx, { token })).rejects.toMatchObject(gone);
    expect(await lookAtInvitation(token)).toBe(null);
  });

  test("ends when it is revoked, when it runs out and when it is renewed", async () => {
    const revoked = await invite();
    await revokeInvitation(owner.ctx, revoked.id);
    await expect(accept(revoked.token)).rejects.toMatchObject(gone);
    await expect(revokeInvitation(owner.ctx, revoked.id)).rejects.toMatchObject({ code: "conflict" });
    await expect(renewInvitation(owner.ctx, revoked.id)).rejects.toMatchObject(gone);

    const old = await invite({ expires_in_days: 1 });
    const restore = useClock({ ...clock, now: () => new Date(Date.now() + 86_400_001) });
    await expect(accept(old.token)).rejects.toMatchObject(gone);
    expect(await listInvitations(admin.ctx)).toMatchObject([{ id: old.id, state: "expired" }]);
    const renewed = tokenIn((await renewInvitation(admin.ctx, old.id)).link);
    await expect(accept(old.token)).rejects.toMatchObject(gone);
    expect(await accept(renewed)).toMatchObject({ role: "responder" });
    restore();
    await expect(revokeInvitation(owner.ctx, old.id)).rejects.toMatchObject({ code: "conflict" });
    expect(await listInvitations(admin.ctx)).toEqual([]);
  });

  test("and a revocation at the same moment: one of them holds", async () => {
    const { id, token } = await invite();
    const [joined, revoked] = await Promise.allSettled([accept(token), revokeInvitation(owner.ctx, id)]);
    expect([joined.status, revoked.status].sort()).toEqual(["fulfilled", "rejected"]);
    const members = await prisma().member.count({ where: { organizationId: org.id, role: "responder" } });
    expect(members).toBe(joined.status === "fulfilled" ? 1 : 0);
  });

  test("is not for everybody to make, see, renew or revoke", async () => {
    const { id } = await invite();
    for (const role of ["responder", "viewer"] as const) {
      const { ctx } = await newPerson(org.id, role);
      await expect(createInvitation(ctx, { role: "viewer" })).rejects.toMatchObject({ code: "forbidden" });
      await expect(listInvitations(ctx)).rejects.toMatchObject({ code: "forbidden" });
      await expect(renewInvitation(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
      await expect(revokeInvitation(ctx, id)).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(createInvitation(admin.ctx, { role: "owner" })).rejects.toMatchObject({ code: "forbidden" });
    const forOwner = await createInvitation(owner.ctx, { role: "owner" });
    // Renewing shows the link, so it counts as inviting.
    await expect(renewInvitation(admin.ctx, forOwner.invitation.id)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("of another organization is not found", async () => {
    const { id } = await invite();
    for (const name of [id, newId(), "x"]) {
      await expect(renewInvitation(stranger.ctx, name)).rejects.toMatchObject(gone);
      await expect(revokeInvitation(stranger.ctx, name)).rejects.toMatchObject(gone);
    }
    expect(await listInvitations(stranger.ctx)).toEqual([]);
  });
});

describe("whoever has an account", () => {
  test("joins with it, and their session is there afterwards", async () => {
    const { token } = await invite();
    await expect(
      acceptInvitation({ ...somebody(token), email: stranger.email.toUpperCase() }, nowhere),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await joinByInvitation(stranger.ctx, { token })).toMatchObject({ organization_id: org.id });
    expect(await ctxNow(stranger.ctx.sessionId)).toMatchObject({ organizationId: org.id, role: "responder" });
  });

  test("and is a member already uses nothing up", async () => {
    const { token } = await invite();
    await expect(joinByInvitation(owner.ctx, { token })).rejects.toMatchObject({ code: "conflict" });
    expect(await ctxNow(owner.ctx.sessionId)).toMatchObject({ role: "owner" });
    expect(await accept(token)).toMatchObject({ role: "responder" });
    await expect(createInvitation(admin.ctx, { role: "viewer", email: owner.email })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

test("an invitation for one address is for no other", async () => {
  const { token } = await invite({ email: " Grace@Example.com " });
  await expect(accept(token)).rejects.toMatchObject({ code: "forbidden" });
  await expect(joinByInvitation(stranger.ctx, { token })).rejects.toMatchObject({ code: "forbidden" });
  expect(await acceptInvitation({ ...somebody(token), email: "grace@example.com" }, nowhere)).toMatchObject({
    organization_id: org.id,
  });
});
