import { afterAll, expect, test } from "vitest";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { forgetOldAccess } from ".";

afterAll(closeDatabase);

const ago = (days: number) => new Date(Date.now() - days * 86_400_000);

test("sessions and older secrets that ended long ago are forgotten; what lives, or ended lately, stays", async () => {
  const [userId, organizationId, keyId] = [newId(), newId(), newId()];
  for (const days of [366, 300, -1])
    await prisma().session.create({ data: { id: newId(), userId, organizationId, expiresAt: ago(days) } });
  for (const days of [31, 1, -1])
    await prisma().retiredSecret.create({ data: { keyHash: newId(), keyId, endsAt: ago(days) } });
  await forgetOldAccess();
  expect(await prisma().session.count({ where: { userId } })).toBe(2);
  expect(await prisma().retiredSecret.count({ where: { keyId } })).toBe(2);
});
