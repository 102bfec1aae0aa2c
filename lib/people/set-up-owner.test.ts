import { afterAll, expect, test } from "vitest";
import { signIn } from "@/lib/auth";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { nowhere, PASSWORD, recorded } from "./person.fixture";
import { isSetupOpen, setUpOwner, setupToken } from "./set-up-owner";

afterAll(closeDatabase);

const visit = (input: object = {}) =>
  setUpOwner(
    {
      token: setupToken(),
      organization_name: "Näht & Söhne",
      name: "Ada",
      email: `${newId()}@example.com`,
      password: PASSWORD,
      ...input,
    },
    nowhere,
  );

// One database, told as one story: there is one first visit.
test("the first visit makes the owner: once, for one of many at once, and with the token only", async () => {
  // A demo that once ran here is not an owner.
  await prisma().organization.create({ data: { id: newId(), slug: "demo", name: "Demo", isDemo: true } });
  expect(await isSetupOpen()).toBe(true);
  await expect(visit({ token: "0".repeat(40) })).rejects.toMatchObject({ code: "forbidden" });
  await expect(visit({ password: "short" })).rejects.toThrow(/12 characters/);

  const email = "Owner@Example.com";
  const visits = await Promise.allSettled([visit({ email }), visit({ email }), visit({ email }), visit({ email })]);
  const [made, ...more] = visits.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  expect(more).toEqual([]);
  expect(await prisma().organization.count({ where: { isDemo: false } })).toBe(1);
  expect(await prisma().member.count({ where: { role: "owner" } })).toBe(1);
  expect(await signIn({ email, password: PASSWORD }, nowhere)).toMatchObject({ outcome: "signed_in", name: "Ada" });
  expect(await recorded(made?.organization_id ?? "")).toEqual(["organization.create"]);
  expect(await prisma().organization.findFirst({ where: { isDemo: false } })).toMatchObject({ slug: "naht-sohne" });

  expect(await isSetupOpen()).toBe(false);
  await expect(visit()).rejects.toMatchObject({ code: "conflict" });
});
