import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { listMembers } from "@/lib/people";
import { closeDatabase, inTransaction, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newApiKey } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { ctxOfApiKey } from "../auth";
import { acceptInvitation, joinByInvitation } from "./accept-invitation";
import { changeRole } from "./change-role";
import { createInvitation } from "./create-invitation";
import { listInvitations } from "./list-invitations";
import { ctxNow, isLive, newPerson, nowhere, PASSWORD, recorded } from "./person.fixture";
import { leaveOrganization, removeMember } from "./remove-member";
import { lookAtInvitation } from "./spend-invitation";
import { transferOwnership } from "./transfer-ownership";

type Person = Awaited<ReturnType<typeof newPerson>>;
let org: Awaited<ReturnType<typeof newOrganization>>;
let owner: Person;
let admin: Person;
let responder: Person;
let viewer: Person;
let stranger: Person;

beforeEach(async () => {
  org = await newOrganization();
  [owner, admin, responder, viewer] = await Promise.all([
    newPerson(org.id, "owner"),
    newPerson(org.id, "admin"),
    newPerson(org.id, "responder"),
    newPerson(org.id, "viewer"),
  ]);
  stranger = await newPerson((await newOrganization()).id, "owner");
});
afterAll(closeDatabase);

const roleOf = async (person: Person) =>
  (
    await prisma().member.findUnique({
      where: { organizationId_userId: { organizationId: org.id, userId: person.id } },
    })
  )?.role;
const tokenIn = (link: string) => link.split("/").at(-1) ?? "";
const somebody = (token: string) => ({ token, name: "Ada", email: `${newId()}@example.com`, password: PASSWORD });
const accept = (token: string) => acceptInvitation(somebody(token), nowhere);
const keyCtx = async (role: "owner" | "admin" | "viewer") => {
  const ctx = await ctxOfApiKey(await newApiKey(org.id, role), null);
  if (!ctx) throw new Error("The key does not work");
  return ctx;
};

describe("roles", () => {
  test("change at once, and the record says from what to what", async () => {
    expect(await changeRole(admin.ctx, viewer.id, { role: "responder" })).toMatchObject({ role: "responder" });
    expect(await ctxNow(viewer.ctx.sessionId)).toMatchObject({ role: "responder" });
    const [entry] = await prisma().auditEntry.findMany({ where: { organizationId: org.id } });
    expect(entry).toMatchObject({
      verb: "member.change-role",
      actorId: admin.id,
      data: { before: { role: "viewer" }, after: { role: "responder" } },
    });
  });

  test("never rise above who gives them, and nobody above is touched", async () => {
    await expect(changeRole(admin.ctx, admin.id, { role: "owner" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeRole(admin.ctx, viewer.id, { role: "owner" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeRole(admin.ctx, owner.id, { role: "viewer" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(removeMember(admin.ctx, owner.id)).rejects.toMatchObject({ code: "forbidden" });
    for (const person of [responder, viewer]) {
      await expect(changeRole(person.ctx, person.id, { role: "admin" })).rejects.toMatchObject({ code: "forbidden" });
      await expect(removeMember(person.ctx, admin.id)).rejects.toMatchObject({ code: "forbidden" });
    }
    // A key is an admin at most, whoever made it.
    const key = await keyCtx("owner");
    await expect(changeRole(key, viewer.id, { role: "owner" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(removeMember(key, owner.id)).rejects.toMatchObject({ code: "forbidden" });
    expect(await recorded(org.id)).toEqual([]);
  });

  test("of another organization, unknown or malformed are not found", async () => {
    for (const id of [stranger.id, newId(), "x"]) {
      await expect(changeRole(owner.ctx, id, { role: "viewer" })).rejects.toMatchObject({ code: "not_found" });
      await expect(removeMember(owner.ctx, id)).rejects.toMatchObject({ code: "not_found" });
      await expect(transferOwnership(owner.ctx, id)).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await listMembers(owner.ctx)).map(({ id }) => id)).not.toContain(stranger.id);
  });

  test("that were lost a moment ago do nothing any more", async () => {
    const before = admin.ctx;
    await changeRole(owner.ctx, admin.id, { role: "viewer" });
    // The call began while they were still an admin.
    await expect(changeRole(before, viewer.id, { role: "admin" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(removeMember(before, viewer.id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(createInvitation(before, { role: "viewer" })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the last owner", () => {
  test("cannot leave, be removed or be demoted", async () => {
    await expect(leaveOrganization(owner.ctx)).rejects.toMatchObject({ code: "conflict" });
    await expect(changeRole(owner.ctx, owner.id, { role: "admin" })).rejects.toMatchObject({ code: "conflict" });
    await expect(removeMember(owner.ctx, owner.id)).rejects.toMatchObject({ code: "conflict" });
    expect(await roleOf(owner)).toBe("owner");
  });

  test.each(["demote", "leave"] as const)("is left when two owners %s at the same moment", async (doing) => {
    const second = await newPerson(org.id, "owner");
    const both = await Promise.allSettled(
      doing === "demote"
        ? [changeRole(owner.ctx, second.id, { role: "viewer" }), changeRole(second.ctx, owner.id, { role: "viewer" })]
        : [leaveOrganization(owner.ctx), leaveOrganization(second.ctx)],
    );
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await prisma().member.count({ where: { organizationId: org.id, role: "owner" } })).toBe(1);
  });

  test("hands ownership over in one step, in person only", async () => {
    await expect(transferOwnership(admin.ctx, viewer.id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(transferOwnership(await keyCtx("owner"), viewer.id)).rejects.toMatchObject({ code: "forbidden" });
    const both = await Promise.allSettled([
      transferOwnership(owner.ctx, viewer.id),
      transferOwnership(owner.ctx, responder.id),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await roleOf(owner)).toBe("admin");
    expect(await prisma().member.count({ where: { organizationId: org.id, role: "owner" } })).toBe(1);
  });
});

describe("invitations", () => {
  test("of an owner who becomes an admin offer no ownership any more, and those within the new role stay", async () => {
    const second = await newPerson(org.id, "owner");
    for (const step of [
      () => changeRole(second.ctx, owner.id, { role: "admin" }),
      () => transferOwnership(second.ctx, viewer.id),
    ]) {
      const from = (await ctxNow(owner.ctx.sessionId)).role === "owner" ? owner : second;
      const above = tokenIn((await createInvitation(from.ctx, { role: "owner" })).link);
      const within = tokenIn((await createInvitation(from.ctx, { role: "admin" })).link);
      await step();
      await expect(accept(above)).rejects.toMatchObject({ code: "not_found" });
      expect(await lookAtInvitation(above)).toBe(null);
      expect(await accept(within)).toMatchObject({ role: "admin" });
    }
    expect((await recorded(org.id)).filter((verb) => verb === "invitation.revoke")).toHaveLength(2);
  });

  test("are worth what whoever made them may hand out when they are spent, not when they were made", async () => {
    const made = async (by: Person, role: "owner" | "admin") =>
      tokenIn((await createInvitation(by.ctx, { role })).link);
    const [ofOwner, ofAdmin] = [await made(owner, "owner"), await made(admin, "admin")];
    // As a version that ended nothing at a change of role has left them behind.
    await prisma().member.updateMany({ where: { userId: owner.id }, data: { role: "admin" } });
    await prisma().member.updateMany({ where: { userId: admin.id }, data: { role: "responder" } });
    for (const token of [ofOwner, ofAdmin]) {
      expect(await lookAtInvitation(token)).toBe(null);
      await expect(accept(token)).rejects.toMatchObject({ code: "not_found" });
      await expect(joinByInvitation(stranger.ctx, { token })).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await listInvitations(stranger.ctx)).length).toBe(0);
    expect(await listInvitations(owner.ctx)).toMatchObject([{ state: "lapsed" }, { state: "lapsed" }]);
  });

  test("that are opened while their maker is being demoted let nobody in", async () => {
    const token = tokenIn((await createInvitation(admin.ctx, { role: "admin" })).link);
    let opened: Promise<unknown> | undefined;
    await inTransaction(async (tx) => {
      await tx.member.updateMany({ where: { userId: admin.id }, data: { role: "viewer" } });
      opened = accept(token).catch((error: unknown) => error);
      const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      await expect.poll(async () => (await pool().query(waiting)).rowCount, { timeout: 3_000 }).toBe(1);
    });
    expect(await opened).toMatchObject({ code: "not_found" });
  });
});

describe("whoever goes", () => {
  test("is out at once: sessions here end, those elsewhere stay, and links they handed out are dead", async () => {
    const elsewhere = await newOrganization();
    await prisma().member.create({ data: { organizationId: elsewhere.id, userId: admin.id, role: "viewer" } });
    const other = await admin.signIn();
    await prisma().session.update({ where: { id: other.sessionId ?? "" }, data: { organizationId: elsewhere.id } });
    const { link } = await createInvitation(admin.ctx, { role: "admin" });
    const token = link.split("/").at(-1) ?? "";
    expect(await lookAtInvitation(token)).not.toBe(null);

    await removeMember(owner.ctx, admin.id);
    expect(await isLive(admin.ctx)).toBe(false);
    expect(await isLive(other)).toBe(true);
    expect(await lookAtInvitation(token)).toBe(null);
    await expect(createInvitation(admin.ctx, { role: "viewer" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await recorded(org.id)).toEqual(["invitation.create", "invitation.revoke", "member.remove"]);
  });

  test("may go by themselves", async () => {
    await leaveOrganization(viewer.ctx);
    expect(await isLive(viewer.ctx)).toBe(false);
    await expect(leaveOrganization(viewer.ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(leaveOrganization(await keyCtx("admin"))).rejects.toMatchObject({ code: "forbidden" });
  });
});
