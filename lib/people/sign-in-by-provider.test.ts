import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { ctxOfSession, signIn } from "@/lib/auth";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { acceptInvitation } from "./accept-invitation";
import { createInvitation } from "./create-invitation";
import { connectIdentity, disconnectIdentity } from "./identities";
import { newPerson, nowhere, PASSWORD } from "./person.fixture";
import { signInByProvider } from "./sign-in-by-provider";

let org: Awaited<ReturnType<typeof newOrganization>>;
let owner: Awaited<ReturnType<typeof newPerson>>;
let email: string;
let subject: string;

beforeEach(async () => {
  org = await newOrganization();
  owner = await newPerson(org.id, "owner");
  subject = newId();
  email = `${subject}@example.com`;
});
afterAll(closeDatabase);

const profile = (more: object = {}) => ({ provider: "github", subject, email, name: "Grace", ...more });
const come = (more: object = {}) => signInByProvider(profile(more), nowhere);
const roleIn = async (result: Awaited<ReturnType<typeof come>>) =>
  "sessionId" in result ? ((await ctxOfSession(result.sessionId, null))?.role ?? null) : result.refusal;

describe("a provider lets in", () => {
  test("nobody who is neither a member nor invited", async () => {
    expect(await come()).toEqual({ refusal: "not_invited" });
    expect(await prisma().user.count({ where: { email } })).toBe(0);
  });

  test("whoever was invited by the address it vouches for, once, and knows them by its own id afterwards", async () => {
    await createInvitation(owner.ctx, { role: "responder", email });
    expect(await come({ email: null })).toEqual({ refusal: "no_email" });
    expect(await roleIn(await come())).toBe("responder");
    // The address may change; who it is does not.
    expect(await roleIn(await come({ email: "new@example.com" }))).toBe("responder");
    expect(await roleIn(await come({ email: null }))).toBe("responder");
    expect(await come({ subject: newId(), email: "other@example.com" })).toEqual({ refusal: "not_invited" });
    expect(await prisma().member.count({ where: { organizationId: org.id } })).toBe(2);
  });

  test("two visits at once as one person", async () => {
    await createInvitation(owner.ctx, { role: "viewer", email });
    await Promise.allSettled([come(), come(), come()]);
    expect(await prisma().user.count({ where: { email } })).toBe(1);
    expect(await prisma().member.count({ where: { organizationId: org.id, role: "viewer" } })).toBe(1);
    expect(await roleIn(await come())).toBe("viewer");
  });

  test("nobody whose invitation was revoked, and nobody any more who was removed", async () => {
    const { invitation } = await createInvitation(owner.ctx, { role: "viewer", email });
    await prisma().invitation.update({ where: { id: invitation.id }, data: { revokedAt: new Date() } });
    expect(await come()).toEqual({ refusal: "not_invited" });
    await createInvitation(owner.ctx, { role: "viewer", email });
    await come();
    await prisma().member.deleteMany({ where: { organizationId: org.id, role: "viewer" } });
    expect(await come()).toEqual({ refusal: "not_invited" });
  });
});

describe("an account that is there", () => {
  test("is not taken over or shared, where anybody could have made it with that address", async () => {
    // Somebody with a link of any organization takes the address first, and waits.
    const { link } = await createInvitation(owner.ctx, { role: "viewer", email });
    const token = link.split("/").at(-1);
    await acceptInvitation({ token, name: "Not Grace", email, password: PASSWORD }, nowhere);
    await createInvitation((await newPerson((await newOrganization()).id, "owner")).ctx, { role: "admin", email });
    expect(await come()).toEqual({ refusal: "connect_first" });
    expect(await prisma().identity.count({ where: { subject } })).toBe(0);
  });

  test("with a second factor is not entered around it", async () => {
    await prisma().user.update({
      where: { id: owner.id },
      data: { emailVerifiedAt: new Date(), totpEnabledAt: new Date(), totpSecretSealed: "x" },
    });
    expect(await come({ email: owner.email })).toEqual({ refusal: "connect_first" });
  });

  test("of whoever set Nightshift up is found by its address, and keeps its password", async () => {
    await prisma().user.update({ where: { id: owner.id }, data: { emailVerifiedAt: new Date() } });
    expect(await roleIn(await come({ email: owner.email }))).toBe("owner");
    expect(await signIn({ email: owner.email, password: PASSWORD }, nowhere)).toMatchObject({ outcome: "signed_in" });
  });

  test("connects a provider from a session that is minutes old, and not one that is somebody else's", async () => {
    await connectIdentity(owner.ctx, profile());
    await connectIdentity(owner.ctx, profile());
    expect(await roleIn(await come())).toBe("owner");
    const other = await newPerson(org.id, "viewer");
    await expect(connectIdentity(other.ctx, profile())).rejects.toMatchObject({ code: "conflict" });
    await prisma().session.update({
      where: { id: other.ctx.sessionId ?? "" },
      data: { createdAt: new Date(Date.now() - 700_000) },
    });
    await expect(connectIdentity(other.ctx, profile({ subject: newId() }))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(disconnectIdentity(other.ctx, "github")).rejects.toMatchObject({ code: "not_found" });
    await disconnectIdentity(owner.ctx, "github");
    expect(await come()).toEqual({ refusal: "not_invited" });
  });

  test("keeps a way to sign in by", async () => {
    await createInvitation(owner.ctx, { role: "viewer", email });
    const result = await come();
    const ctx = "sessionId" in result ? await ctxOfSession(result.sessionId, null) : null;
    if (!ctx) throw new Error("The provider let nobody in");
    await expect(disconnectIdentity(ctx, "github")).rejects.toMatchObject({ code: "conflict" });
    await connectIdentity(ctx, { ...profile({ subject: newId() }), provider: "google" });
    const both = [disconnectIdentity(ctx, "github"), disconnectIdentity(ctx, "google")];
    expect((await Promise.allSettled(both)).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
