import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ctxOfApiKey, ctxOfSession, newDeviceToken, signIn } from "@/lib/auth";
import { clock, useClock } from "@/lib/platform/clock";
import { seal, sha256, sign } from "@/lib/platform/crypto";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newApiKey } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { hashPassword } from "./passwords";
import { giveBack, networkOf, pairBucket, take } from "./throttle";
import { codeAt, plainRecoveryCode, stepAt } from "./totp";

const PASSWORD = "correct horse battery";
let email: string;
let userId: string;
let organizationId: string;

const from = (address: string) => ({ address, userAgent: "A browser" });
const home = from("192.0.2.1");
const right = (origin = home, device: string | null = null) => signIn({ email, password: PASSWORD }, origin, device);
const wrong = (origin = home, device: string | null = null) => signIn({ email, password: "wrong" }, origin, device);
const outcomes = async (many: Promise<{ outcome: string }>[]) => {
  const counted: Record<string, number> = {};
  for (const { outcome } of await Promise.all(many)) counted[outcome] = (counted[outcome] ?? 0) + 1;
  return counted;
};
const times = <T>(length: number, work: (i: number) => T) => Array.from({ length }, (_, i) => work(i));

beforeEach(async () => {
  organizationId = (await newOrganization()).id;
  userId = newId();
  email = `${userId}@example.com`;
  await prisma().user.create({ data: { id: userId, email, name: "Ada", passwordHash: await hashPassword(PASSWORD) } });
  await prisma().member.create({ data: { organizationId, userId, role: "owner" } });
});
afterAll(closeDatabase);

describe("tries", () => {
  test("run out per account and place, however many are made at once and by how many processes", async () => {
    const tried = (tries: number) =>
      promisify(execFile)(process.execPath, [
        "--import",
        "tsx",
        "lib/auth/try-sign-in.fixture.ts",
        String(tries),
        email,
        "192.0.2.1",
      ]);
    const answers = await Promise.all([tried(12), tried(12)]);
    const all: string[] = answers.flatMap(({ stdout }) => JSON.parse(stdout.trim().split("\n").at(-1) ?? "[]"));
    expect(all.filter((outcome) => outcome === "refused")).toHaveLength(10);
    expect(all.filter((outcome) => outcome === "throttled")).toHaveLength(14);
    // The right password does not help a guesser who has used them up.
    expect(await right()).toMatchObject({
      outcome: "throttled",
      retryAfterSeconds: expect.toSatisfy((s) => s > 0 && s <= 60),
    });
  });

  test("run out alike for an account that does not exist", async () => {
    const guess = () => signIn({ email: `${newId()}@example.com`, password: "wrong" }, home);
    const unknown = `${newId()}@example.com`;
    expect(await guess()).toEqual(await wrong());
    const many = await outcomes(times(14, () => signIn({ email: unknown, password: "wrong" }, from("192.0.2.9"))));
    expect(many).toEqual({ refused: 10, throttled: 4 });
  });

  test("of strangers never lock the owner out", async () => {
    const device = newDeviceToken(email);
    // From everywhere, until the account's own bucket is empty too.
    for (let place = 0; place < 12; place++) await Promise.all(times(10, () => wrong(from(`198.51.100.${place}`))));
    expect(await wrong(from("203.0.113.1"))).toMatchObject({ outcome: "throttled" });
    expect(await right(from("203.0.113.2"), device)).toMatchObject({ outcome: "signed_in" });
    // A token for another account, one that was made up, or one under the key of sessions spares nobody.
    const id = newId();
    const ofSession = `${id}.${sign("session", `${id} ${email}`)}`;
    for (const forged of [newDeviceToken("other@example.com"), `${newId()}.0000`, ofSession, "x"])
      expect(await right(from("203.0.113.3"), forged)).toMatchObject({ outcome: "throttled" });
    // And a device that guesses has tries of its own only.
    expect(await outcomes(times(13, () => wrong(home, device)))).toEqual({ refused: 10, throttled: 3 });
  }, 90_000);

  test("come back with time, and at once after a success", async () => {
    for (let i = 0; i < 9; i++) await wrong();
    expect(await right()).toMatchObject({ outcome: "signed_in" });
    expect(await outcomes(times(11, () => wrong()))).toEqual({ refused: 10, throttled: 1 });
    const restore = useClock({ ...clock, now: () => new Date(Date.now() + 61_000) });
    expect(await outcomes([wrong(), wrong()])).toEqual({ refused: 1, throttled: 1 });
    restore();
  });

  test("a row that says nothing any more goes", async () => {
    const bucket = pairBucket("gone@example.com", "192.0.2.77");
    expect(await take(bucket)).toBe(0);
    await giveBack(bucket);
    const restore = useClock({ ...clock, now: () => new Date(Date.now() + 1_000) });
    await right();
    restore();
    expect(await prisma().signInThrottle.findUnique({ where: { key: bucket.key } })).toBe(null);
  });

  test("an IPv6 network counts as one place", () => {
    expect(networkOf("2001:db8:1:2::1")).toBe(networkOf("2001:0db8:0001:0002:ffff::9"));
    expect(networkOf("2001:db8:1:3::1")).not.toBe(networkOf("2001:db8:1:2::1"));
    expect(networkOf("::1")).toBe("0:0:0:0");
    expect(networkOf("192.0.2.1")).toBe("192.0.2.1");
  });
});

test("failed and successful tries are kept, with the organization of whom they concern", async () => {
  await wrong();
  await right();
  await vi.waitFor(async () => {
    const events = await prisma().securityEvent.findMany({ where: { organizationId } });
    expect(events.map(({ kind }) => kind).sort()).toEqual(["sign_in.failed", "sign_in.succeeded"]);
    expect(events[0]).toMatchObject({ address: "192.0.2.1", actorId: userId, userAgent: "A browser" });
    expect(JSON.stringify(events)).not.toContain(PASSWORD);
  });
});

describe("the second factor", () => {
  const secret = Buffer.from("12345678901234567890");
  const codeNow = (ahead = 0) => codeAt(secret, stepAt(clock.now()) + ahead);
  const withCode = (code: string, origin = home) => signIn({ email, password: PASSWORD, code }, origin);
  const recovery = "ABCD-EFGH-IJKL-MNOP";

  beforeEach(async () => {
    await prisma().user.update({
      where: { id: userId },
      data: { totpSecretSealed: seal(secret.toString("base64url")), totpEnabledAt: new Date() },
    });
    await prisma().recoveryCode.create({
      data: { id: newId(), userId, codeHash: sha256(plainRecoveryCode(recovery)) },
    });
  });

  test("is asked for after the password only, and nothing opens without it", async () => {
    expect(await wrong()).toEqual({ outcome: "refused" });
    expect(await right()).toEqual({ outcome: "code_needed" });
    expect(await withCode("000000")).toEqual({ outcome: "code_wrong" });
    expect(await prisma().session.count({ where: { userId } })).toBe(0);
    expect(await withCode(codeNow())).toMatchObject({ outcome: "signed_in" });
  });

  test("a code lets one in once: not again, not two at once, and no older one after it", async () => {
    const code = codeNow(1);
    expect(await outcomes(times(4, () => withCode(code)))).toEqual({ signed_in: 1, code_wrong: 3 });
    expect(await withCode(code)).toEqual({ outcome: "code_wrong" });
    expect(await withCode(codeNow(0))).toEqual({ outcome: "code_wrong" });
  });

  test("a recovery code lets one in once, two at once included", async () => {
    expect(await outcomes(times(3, () => withCode(recovery.toLowerCase())))).toEqual({ signed_in: 1, code_wrong: 2 });
    expect(await withCode(recovery)).toEqual({ outcome: "code_wrong" });
  });

  test("guesses run out for the account, wherever they come from", async () => {
    const guessed = await outcomes(times(30, (i) => withCode("000000", from(`198.51.100.${i}`))));
    expect(guessed).toEqual({ code_wrong: 8, throttled: 22 });
  });
});

describe("the organization", () => {
  test("is the one they were last in, as long as they belong to it", async () => {
    const second = await newOrganization();
    await prisma().member.create({ data: { organizationId: second.id, userId, role: "viewer" } });
    await prisma().session.create({
      data: { id: newId(), userId, organizationId: second.id, expiresAt: new Date(Date.now() + 1_000) },
    });
    const session = await right();
    expect(session.outcome === "signed_in" && (await ctxOfSession(session.sessionId, null))).toMatchObject({
      organizationId: second.id,
      role: "viewer",
    });
    await prisma().member.deleteMany({ where: { organizationId: second.id } });
    const next = await right();
    expect(next.outcome === "signed_in" && (await ctxOfSession(next.sessionId, null))).toMatchObject({
      organizationId,
    });
  });

  test("is never the demo outside demo mode: everybody knows its password", async () => {
    const before = await right();
    const key = await newApiKey(organizationId, "admin");
    const known = async () => [
      before.outcome === "signed_in" && (await ctxOfSession(before.sessionId, null)),
      await ctxOfApiKey(key, null),
    ];
    expect(await known()).toMatchObject([{ organizationId }, { organizationId }]);
    await prisma().organization.update({ where: { id: organizationId }, data: { isDemo: true } });
    expect(await right()).toEqual({ outcome: "refused" });
    // Nor do those go on who came in while it was open.
    expect(await known()).toEqual([null, null]);
  });
});
