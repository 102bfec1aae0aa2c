import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ctx, ctxOfApiKey, ctxOfSession } from "@/lib/auth";
import type { Role } from "@/lib/auth/contract";
import { createInvitation, joinByInvitation, listInvitations } from "@/lib/people";
import { clock, useClock } from "@/lib/platform/clock";
import { pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newApiKey, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { createKey, listKeys, renameKey, revokeKey, rotateKey, rotateKeyByName } from ".";

let orgId: string;
let admin: Ctx;
let foreigner: Ctx;
beforeAll(async () => {
  orgId = (await newOrganization()).id;
  admin = await member(orgId, "admin");
  foreigner = await member((await newOrganization()).id, "owner");
});
afterAll(closeDatabase);

async function member(organizationId: string, role: Role): Promise<Ctx> {
  const ctx = await ctxOfSession((await newSession(organizationId, role)).sessionId, null);
  if (!ctx) throw new Error("There is no session");
  return ctx;
}
async function keyCtx(key: string): Promise<Ctx> {
  const ctx = await ctxOfApiKey(key, null);
  if (!ctx) throw new Error("The key does not work");
  return ctx;
}
const works = async (key: string) => (await ctxOfApiKey(key, null)) !== null;
const named = (name: string) => ({ name, scope: "read" as const });

test("the secret is shown once and kept nowhere: neither in the table, the list nor the record", async () => {
  const { key, api_key } = await createKey(admin, { name: "Status page", scope: "respond" });
  expect(key).toMatch(/^ns_[\w-]{43}$/);
  expect(await keyCtx(key)).toMatchObject({ organizationId: orgId, role: null, scope: "respond", keyId: api_key.id });
  expect(api_key).toMatchObject({ state: "active", prefix: key.slice(0, 11), created_by: admin.actor.name });
  const { rows } = await pool().query(
    "SELECT (SELECT json_agg(k) FROM api_keys k) AS keys, (SELECT json_agg(a) FROM audit_entries a) AS audit",
  );
  expect(JSON.stringify(rows)).toContain("api-key.create");
  for (const text of [JSON.stringify(rows), JSON.stringify(await listKeys(admin))]) expect(text).not.toContain(key);
});

test("who may not manage keys cannot, and keys of others are not there", async () => {
  const { api_key } = await createKey(admin, named("Guarded"));
  const refused: Ctx[] = [await member(orgId, "responder"), await member(orgId, "viewer")];
  for (const scope of ["read", "respond", "operate"] as const)
    refused.push(await keyCtx(await newApiKey(orgId, scope)));
  for (const ctx of refused) {
    const tries = [
      listKeys(ctx),
      createKey(ctx, named("More")),
      renameKey(ctx, api_key.id, { name: "Mine" }),
      rotateKey(ctx, api_key.id, {}),
      revokeKey(ctx, api_key.id),
    ];
    for (const one of tries) await expect(one).rejects.toMatchObject({ code: "forbidden" });
  }
  for (const id of [api_key.id, newId(), "no id"]) {
    await expect(renameKey(foreigner, id, { name: "Mine" })).rejects.toMatchObject({ code: "not_found" });
    await expect(rotateKey(foreigner, id, {})).rejects.toMatchObject({ code: "not_found" });
    await expect(revokeKey(foreigner, id)).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(rotateKeyByName(foreigner, { service: "Guarded" })).rejects.toMatchObject({ code: "not_found" });
  expect((await listKeys(foreigner)).map(({ name }) => name)).toEqual([]);
  const byKey = await createKey(await keyCtx(await newApiKey(orgId, "admin")), { name: "By a key", scope: "admin" });
  expect(byKey.api_key.scope).toBe("admin");
});

test("somebody who was demoted, or a key that was revoked, a moment ago makes no key any more", async () => {
  const demoted = await member(orgId, "admin");
  await prisma().member.updateMany({ where: { userId: demoted.actor.id }, data: { role: "responder" } });
  await expect(createKey(demoted, named("Too late"))).rejects.toMatchObject({ code: "forbidden" });
  const revoked = await keyCtx(await newApiKey(orgId, "admin"));
  await revokeKey(admin, revoked.actor.id);
  await expect(createKey(revoked, named("Too late"))).rejects.toMatchObject({ code: "forbidden" });
});

test("a name means one living key; of many who want it at once, one gets it", async () => {
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => createKey(admin, named("Deploy"))));
  const [won, ...more] = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(more).toEqual([]);
  await expect(createKey(admin, named("dePLOY"))).rejects.toMatchObject({ code: "conflict" });
  const other = await createKey(admin, named("Chat"));
  await expect(renameKey(admin, other.api_key.id, { name: "deploy" })).rejects.toMatchObject({ code: "conflict" });
  expect(await renameKey(admin, other.api_key.id, { name: "CHAT" })).toMatchObject({ name: "CHAT" });
  await revokeKey(admin, won?.api_key.id ?? "");
  await createKey(admin, named("Deploy"));
  await expect(
    createKey(admin, { ...named("Old"), expires_at: new Date(clock.now().getTime() - 1).toISOString() }),
  ).rejects.toMatchObject({ code: "invalid" });
});

test("a rotated secret works for its overlap and then ends by itself; rotating again takes nothing back", async () => {
  const start = Date.now();
  let minutes = 0;
  const putBack = useClock({ now: () => new Date(start + minutes * 60_000), sleep: () => Promise.resolve() });
  try {
    const first = await createKey(admin, named("Rotating"));
    const id = first.api_key.id;
    const second = await rotateKey(admin, id, { overlap_minutes: 60 });
    minutes = 10;
    const third = await rotateKeyByName(admin, { service: "rotating", overlap_minutes: 5 });
    const all = () => Promise.all([first.key, second.key, third.key].map(works));
    expect(await all()).toEqual([true, true, true]);
    expect((await keyCtx(first.key)).actor.id).toBe(id);
    expect(third.api_key.overlap).toMatchObject({ ends_at: new Date(start + 3_600_000).toISOString() });
    minutes = 16;
    expect(await all()).toEqual([true, false, true]);
    minutes = 61;
    expect(await all()).toEqual([false, false, true]);
    expect((await listKeys(admin)).find((key) => key.id === id)?.overlap).toBe(null);

    const fourth = await rotateKey(admin, id, { overlap_minutes: 0 });
    expect(await works(third.key)).toBe(false);
    const fifth = await rotateKey(admin, id, { overlap_minutes: 60 });
    expect(await works(fourth.key)).toBe(true);
    const sixth = await rotateKey(admin, id, { overlap_minutes: 0 });
    expect([await works(fourth.key), await works(fifth.key), await works(sixth.key)]).toEqual([false, false, true]);
    await revokeKey(admin, id);
    expect(await works(sixth.key)).toBe(false);
    await expect(rotateKey(admin, id, {})).rejects.toMatchObject({ code: "conflict" });
    await expect(rotateKeyByName(admin, { service: "Rotating" })).rejects.toMatchObject({ code: "not_found" });

    const brief = await createKey(admin, {
      ...named("Brief"),
      expires_at: new Date(start + 70 * 60_000).toISOString(),
    });
    await rotateKey(admin, brief.api_key.id, { overlap_minutes: 600 });
    minutes = 71;
    expect(await works(brief.key)).toBe(false);
    await expect(rotateKey(admin, brief.api_key.id, {})).rejects.toMatchObject({ code: "conflict" });
  } finally {
    putBack();
  }
});

test("of two who revoke a key at once one does, and two keys that revoke each other do not hang", async () => {
  const { api_key } = await createKey(admin, named("Contested"));
  const outcomes = await Promise.allSettled([revokeKey(admin, api_key.id), revokeKey(admin, api_key.id)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const [a, b] = [await keyCtx(await newApiKey(orgId, "admin")), await keyCtx(await newApiKey(orgId, "admin"))];
  const duel = await Promise.allSettled([revokeKey(a, b.actor.id), revokeKey(b, a.actor.id)]);
  expect(duel.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("last use is kept with its address, and written once a minute however busy the key is", async () => {
  const { key, api_key } = await createKey(admin, named("Busy"));
  const used = (address: string) => ctxOfApiKey(key, null, { address, userAgent: "curl/8" });
  await Promise.all(Array.from({ length: 5 }, () => used("192.0.2.1")));
  await used("192.0.2.2");
  const [shown] = (await listKeys(admin)).filter(({ id }) => id === api_key.id);
  expect(shown).toMatchObject({ last_used_from: "192.0.2.1", last_used_agent: "curl/8" });
});

test("invitations of a key end with it, and with a secret that is ended at once", async () => {
  const keyed = async (name: string) => {
    const { key, api_key } = await createKey(admin, { name, scope: "admin" });
    const { link } = await createInvitation(await keyCtx(key), { role: "admin" });
    return { id: api_key.id, token: link.split("/").at(-1) ?? "" };
  };
  const join = async (token: string) =>
    joinByInvitation(await member((await newOrganization()).id, "owner"), { token });
  const revoked = await keyed("Revoked");
  const leaked = await keyed("Leaked");
  const rolled = await keyed("Rolled");
  const ended = await keyed("Ended");
  await revokeKey(admin, revoked.id);
  await rotateKey(admin, leaked.id, { overlap_minutes: 0 });
  await rotateKey(admin, rolled.id, { overlap_minutes: 5 });
  await prisma().apiKey.update({ where: { id: ended.id }, data: { expiresAt: new Date(0) } });
  for (const { token } of [revoked, leaked, ended])
    await expect(join(token)).rejects.toMatchObject({ code: "not_found" });
  expect((await listInvitations(admin)).map(({ state }) => state)).toEqual(["lapsed", "pending"]);
  expect(await join(rolled.token)).toMatchObject({ role: "admin" });
});
