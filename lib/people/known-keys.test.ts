import { afterAll, beforeEach, expect, test } from "vitest";
import type { Scope } from "@/lib/auth/contract";
import { sha256 } from "@/lib/platform/crypto";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newNamedKey } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { ctxOfApiKey } from "../auth";
import { changeRole } from "./change-role";
import { listKnownKeys } from "./known-keys";
import { newPerson, recorded } from "./person.fixture";
import { leaveOrganization, removeMember } from "./remove-member";

type Person = Awaited<ReturnType<typeof newPerson>>;
let organizationId: string;
let owner: Person;
let second: Person;
beforeEach(async () => {
  organizationId = (await newOrganization()).id;
  owner = await newPerson(organizationId, "owner");
  second = await newPerson(organizationId, "owner");
});
afterAll(closeDatabase);

async function keyShownTo(person: Person, scope: Scope) {
  const made = await newNamedKey(organizationId, scope);
  await prisma().apiKey.update({ where: { id: made.id }, data: { shownTo: person.id } });
  return made;
}
const works = async ({ key }: { key: string }) => (await ctxOfApiKey(key, null)) !== null;

test("whoever is removed takes no API key along, and who removes them is told which before and after", async () => {
  const keys = [await keyShownTo(second, "admin"), await keyShownTo(second, "read")];
  const others = await keyShownTo(owner, "admin");
  const ids = keys.map(({ id }) => id).sort();
  const known = await listKnownKeys(owner.ctx, second.id, {});
  expect(known.map(({ id }) => id).sort()).toEqual(ids);
  expect(await Promise.all(keys.map(works))).toEqual([true, true]);
  expect(await removeMember(owner.ctx, second.id)).toEqual({ ended_api_keys: known });
  expect(await Promise.all(keys.map(works))).toEqual([false, false]);
  expect(await works(others)).toBe(true);
  expect(await recorded(organizationId)).toEqual(["api-key.revoke", "api-key.revoke", "member.remove"]);
});

test("whoever is demoted keeps the keys that may do no more than they may", async () => {
  const [admin, operate, read] = [
    await keyShownTo(second, "admin"),
    await keyShownTo(second, "operate"),
    await keyShownTo(second, "read"),
  ];
  const all = () => Promise.all([admin, operate, read].map(works));
  const change = async (role: string) => {
    const known = await listKnownKeys(owner.ctx, second.id, { role });
    const { ended_api_keys } = await changeRole(owner.ctx, second.id, { role });
    expect(ended_api_keys).toEqual(known);
    return ended_api_keys.map(({ id }) => id);
  };
  expect(await change("admin")).toEqual([]);
  expect(await change("responder")).toEqual([admin.id]);
  expect(await all()).toEqual([false, true, true]);
  expect(await change("viewer")).toEqual([operate.id]);
  expect(await all()).toEqual([false, false, true]);
  expect(await change("owner")).toEqual([]);
});

test("of a key that they know only an old secret of, that one ends and the key goes on", async () => {
  const made = await keyShownTo(owner, "admin");
  const old = { keyHash: sha256("the old one"), keyId: made.id, endsAt: new Date(Date.now() + 60_000) };
  await prisma().retiredSecret.create({ data: { ...old, shownTo: second.id } });
  expect(await works({ key: "the old one" })).toBe(true);
  const { ended_api_keys } = await removeMember(owner.ctx, second.id);
  expect(ended_api_keys).toMatchObject([{ id: made.id, secret: "old" }]);
  expect([await works({ key: "the old one" }), await works(made)]).toEqual([false, true]);
});

test("who goes by themselves leaves none behind, the last owner keeps theirs, and a key may end by its own call", async () => {
  const own = await keyShownTo(owner, "admin");
  const theirs = await keyShownTo(second, "operate");
  expect((await leaveOrganization(second.ctx)).ended_api_keys.map(({ id }) => id)).toEqual([theirs.id]);
  await expect(leaveOrganization(owner.ctx)).rejects.toMatchObject({ code: "conflict" });
  await expect(changeRole(owner.ctx, owner.id, { role: "viewer" })).rejects.toMatchObject({ code: "conflict" });
  expect(await works(own)).toBe(true);

  const third = await newPerson(organizationId, "admin");
  const calling = await keyShownTo(third, "admin");
  const ctx = await ctxOfApiKey(calling.key, null);
  if (!ctx) throw new Error("The key does not work");
  expect((await removeMember(ctx, third.id)).ended_api_keys.map(({ id }) => id)).toEqual([calling.id]);
  expect(await works(calling)).toBe(false);
});

test("which keys somebody knows is for them and for who administers", async () => {
  const viewer = await newPerson(organizationId, "viewer");
  const stranger = await newPerson((await newOrganization()).id, "owner");
  await keyShownTo(viewer, "operate");
  expect(await listKnownKeys(viewer.ctx, viewer.id, {})).toHaveLength(1);
  await expect(listKnownKeys(viewer.ctx, owner.id, {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(listKnownKeys(stranger.ctx, viewer.id, {})).rejects.toMatchObject({ code: "not_found" });
});
