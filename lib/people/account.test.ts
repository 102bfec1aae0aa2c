import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { codeAt, ctxOfApiKey, signIn, stepAt } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { unseal } from "@/lib/platform/crypto";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newApiKey } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { changePassword } from "./change-password";
import { ctxNow, isLive, newPerson, nowhere, PASSWORD, recorded } from "./person.fixture";
import { getProfile, updateProfile } from "./profile";
import { beginSecondFactor, confirmSecondFactor, disableSecondFactor, newRecoveryCodes } from "./second-factor";
import { listSessions, revokeOtherSessions, revokeSession } from "./sessions";
import { switchOrganization } from "./switch-organization";

type Person = Awaited<ReturnType<typeof newPerson>>;
let org: Awaited<ReturnType<typeof newOrganization>>;
let ada: Person;
let grace: Person;

beforeEach(async () => {
  org = await newOrganization();
  ada = await newPerson(org.id, "responder");
  grace = await newPerson(org.id, "owner");
});
afterAll(closeDatabase);

const NEW = "another fine password";

describe("the password", () => {
  test("changes with the current one, and every other session ends", async () => {
    const other = await ada.signIn();
    await changePassword(ada.ctx, { current_password: PASSWORD, new_password: NEW });
    expect([await isLive(ada.ctx), await isLive(other), await isLive(grace.ctx)]).toEqual([true, false, true]);
    expect(await signIn({ email: ada.email, password: PASSWORD }, nowhere)).toEqual({ outcome: "refused" });
    expect(await signIn({ email: ada.email, password: NEW }, nowhere)).toMatchObject({ outcome: "signed_in" });
    expect(await recorded(org.id)).toEqual(["password.change"]);
    expect(await prisma().securityEvent.count({ where: { kind: "password.changed", actorId: ada.id } })).toBe(1);
  });

  test("stays when the current one is wrong or missing, and guesses run out", async () => {
    await expect(changePassword(ada.ctx, { new_password: NEW })).rejects.toMatchObject({ code: "forbidden" });
    const guess = () => changePassword(ada.ctx, { current_password: "wrong", new_password: NEW });
    const many = await Promise.allSettled(Array.from({ length: 12 }, guess));
    const codes = many.map((each) => (each.status === "rejected" ? each.reason.code : "done"));
    expect(codes.filter((code) => code === "forbidden")).toHaveLength(10);
    expect(codes.filter((code) => code === "limited")).toHaveLength(2);
  });

  test("of two changes at once, one holds", async () => {
    const change = (word: string) => changePassword(ada.ctx, { current_password: PASSWORD, new_password: word });
    const both = await Promise.allSettled([change(NEW), change(`${NEW} too`)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("a first one needs a session that is minutes old", async () => {
    await prisma().user.update({ where: { id: ada.id }, data: { passwordHash: null } });
    const { sessionId } = ada.ctx;
    await prisma().session.update({
      where: { id: sessionId ?? "" },
      data: { createdAt: new Date(Date.now() - 700_000) },
    });
    await expect(changePassword(ada.ctx, { new_password: NEW })).rejects.toMatchObject({ code: "forbidden" });
    await changePassword(await ada.signIn(), { new_password: NEW });
    expect(await signIn({ email: ada.email, password: NEW }, nowhere)).toMatchObject({ outcome: "signed_in" });
  });
});

describe("the second factor", () => {
  const appOf = async (person: Person) => {
    const { totpSecretSealed } = await prisma().user.findUniqueOrThrow({ where: { id: person.id } });
    const secret = Buffer.from(unseal(totpSecretSealed ?? ""), "base64url");
    return (ahead = 0) => codeAt(secret, stepAt(clock.now()) + ahead);
  };

  test("is on once a code was confirmed, which is used up by that; its codes are shown once", async () => {
    const offer = await beginSecondFactor(ada.ctx, { password: PASSWORD });
    expect(offer.uri).toContain(offer.secret.replaceAll(" ", ""));
    expect(await signIn({ email: ada.email, password: PASSWORD }, nowhere)).toMatchObject({ outcome: "signed_in" });
    const code = await appOf(ada);
    await expect(confirmSecondFactor(ada.ctx, { code: "000000" })).rejects.toMatchObject({ code: "forbidden" });
    const used = code();
    const both = await Promise.allSettled([1, 2].map(() => confirmSecondFactor(ada.ctx, { code: used })));
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [done] = both.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    expect(new Set(done?.recovery_codes).size).toBe(10);
    expect(await prisma().recoveryCode.count({ where: { userId: ada.id } })).toBe(10);

    const enter = (given: string) => signIn({ email: ada.email, password: PASSWORD, code: given }, nowhere);
    expect(await enter(used)).toEqual({ outcome: "code_wrong" });
    expect(await enter(done?.recovery_codes[0] ?? "")).toMatchObject({ outcome: "signed_in" });
    expect(await getProfile(ada.ctx)).toMatchObject({ second_factor: { recovery_codes_left: 9 } });
    await expect(beginSecondFactor(ada.ctx, { password: PASSWORD })).rejects.toMatchObject({ code: "conflict" });

    const renewed = await newRecoveryCodes(ada.ctx, { password: PASSWORD });
    expect(await enter(done?.recovery_codes[1] ?? "")).toEqual({ outcome: "code_wrong" });
    expect(await enter(renewed.recovery_codes[1] ?? "")).toMatchObject({ outcome: "signed_in" });

    const stored = JSON.stringify(
      await prisma().user.findUnique({ where: { id: ada.id }, include: { recoveryCodes: true } }),
    );
    for (const secret of [offer.secret.replaceAll(" ", ""), ...renewed.recovery_codes])
      expect(stored).not.toContain(secret);

    await disableSecondFactor(ada.ctx, { password: PASSWORD });
    expect(await signIn({ email: ada.email, password: PASSWORD }, nowhere)).toMatchObject({ outcome: "signed_in" });
    expect(await prisma().recoveryCode.count({ where: { userId: ada.id } })).toBe(0);
    await expect(disableSecondFactor(ada.ctx, { password: PASSWORD })).rejects.toMatchObject({ code: "conflict" });
    expect(await recorded(org.id)).toEqual([
      "second-factor.enable",
      "second-factor.renew-codes",
      "second-factor.disable",
    ]);
  });

  test("asks for the password before anything that a stolen session must not do", async () => {
    const wrong = { password: "wrong" };
    for (const verb of [beginSecondFactor, newRecoveryCodes, disableSecondFactor])
      await expect(verb(ada.ctx, wrong)).rejects.toMatchObject({ code: "forbidden" });
    await expect(confirmSecondFactor(ada.ctx, { code: "123456" })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("sessions", () => {
  test("are one's own: nobody sees or ends another person's", async () => {
    expect(await listSessions(ada.ctx)).toMatchObject([
      { id: ada.ctx.sessionId, current: true, signed_in_by: "password" },
    ]);
    for (const id of [grace.ctx.sessionId ?? "", newId(), "x"])
      await expect(revokeSession(ada.ctx, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await isLive(grace.ctx)).toBe(true);
  });

  test("end one by one, and all others at once", async () => {
    const [second, third] = [await ada.signIn(), await ada.signIn()];
    await revokeSession(ada.ctx, second.sessionId ?? "");
    await expect(revokeSession(ada.ctx, second.sessionId ?? "")).rejects.toMatchObject({ code: "not_found" });
    expect(await revokeOtherSessions(ada.ctx)).toEqual({ revoked: 1 });
    expect([await isLive(ada.ctx), await isLive(second), await isLive(third)]).toEqual([true, false, false]);
    expect(await isLive(grace.ctx)).toBe(true);
  });
});

describe("several organizations", () => {
  test("a session is in one of them, and switches to those one belongs to only", async () => {
    const [second, foreign] = [await newOrganization(), await newOrganization()];
    await prisma().member.create({ data: { organizationId: second.id, userId: ada.id, role: "admin" } });
    const other = await ada.signIn();
    await switchOrganization(ada.ctx, { organization_id: second.id });
    expect(await ctxNow(ada.ctx.sessionId)).toMatchObject({ organizationId: second.id, role: "admin" });
    expect(await ctxNow(other.sessionId)).toMatchObject({ organizationId: org.id, role: "responder" });
    for (const id of [foreign.id, newId(), "x"])
      await expect(switchOrganization(ada.ctx, { organization_id: id })).rejects.toMatchObject({ code: "not_found" });
    await expect(switchOrganization(grace.ctx, { organization_id: second.id })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await ctxNow(ada.ctx.sessionId)).toMatchObject({ organizationId: second.id });
  });
});

test("an API key has no account: every one of these is refused in words", async () => {
  const key = await ctxOfApiKey(await newApiKey(org.id, "owner"), null);
  if (!key) throw new Error("The key does not work");
  const calls = [
    getProfile(key),
    updateProfile(key, { name: "x" }),
    changePassword(key, { new_password: NEW }),
    beginSecondFactor(key, { password: "x" }),
    confirmSecondFactor(key, { code: "000000" }),
    disableSecondFactor(key, { password: "x" }),
    listSessions(key),
    revokeSession(key, newId()),
    revokeOtherSessions(key),
    switchOrganization(key, { organization_id: org.id }),
  ];
  for (const call of calls) {
    await expect(call).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining("API key") });
  }
});
