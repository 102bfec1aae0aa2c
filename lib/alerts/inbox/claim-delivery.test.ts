import { afterAll, afterEach, expect, test } from "vitest";
import { clock } from "@/lib/platform/clock";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newStage } from "../correlate/stage.fixture";
import { claimDelivery } from "./claim-delivery";
import { processDeliveries } from "./process-deliveries";

afterEach(() => prisma().delivery.deleteMany());
afterAll(closeDatabase);

const newSender = async () => (await newStage("generic")).integration;
type Sender = Awaited<ReturnType<typeof newSender>>;

/** Stores alerts that came in one after the other, all before now; their ids. */
async function wait(sender: Sender, keys: readonly string[], dueInMs = 0): Promise<string[]> {
  const at = clock.now().getTime() - 60_000;
  const rows = keys.map((key, place) => ({
    id: newId(),
    organizationId: sender.organizationId,
    integrationId: sender.id,
    headers: {},
    body: Buffer.from(JSON.stringify({ title: key, service: "checkout", dedup_key: key })),
    receivedAt: new Date(at + place),
    dueAt: new Date(at + place + dueInMs),
  }));
  await prisma().delivery.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

/** Claims one and is done with it. */
const take = () =>
  inTransaction(async (tx) => {
    const claimed = await claimDelivery(tx);
    if (claimed) await tx.delivery.update({ where: { id: claimed.id }, data: { state: "processed" } });
    return claimed;
  });

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `k${n}`);

test("integrations take turns, each in its order of arrival, and what is put off waits until it is due", async () => {
  const [noisy, quiet, failing] = await Promise.all([newSender(), newSender(), newSender()]);
  const noise = await wait(noisy, numbered(6));
  const word = await wait(quiet, ["a", "b"]);
  await wait(failing, ["c"], 3_600_000);
  const taken: (string | undefined)[] = [];
  for (let turn = 0; turn < 4; turn++) taken.push((await take())?.id);
  expect(new Set(taken)).toEqual(new Set([noise[0], word[0], noise[1], word[1]]));
  for (let turn = 0; turn < 4; turn++) {
    const claimed = await take();
    taken.push(claimed?.id);
    expect(claimed?.isFollowed).toBe(turn < 3);
  }
  expect(taken.filter((id) => id && noise.includes(id))).toEqual(noise);
  expect(await take()).toBeUndefined();
});

test("an integration of which others hold all that is due hides nobody", async () => {
  const senders = await Promise.all([newSender(), newSender(), newSender()]);
  for (const sender of senders) await wait(sender, ["a"]);
  // Each holds one while the next looks.
  const held = await inTransaction(async (first) => {
    const one = await claimDelivery(first);
    return inTransaction(async (second) => {
      const two = await claimDelivery(second);
      return inTransaction(async (third) => {
        const three = await claimDelivery(third);
        expect(await inTransaction(claimDelivery)).toBeUndefined();
        return [one, two, three].map((claimed) => claimed?.integration_id);
      });
    });
  });
  expect(new Set(held)).toEqual(new Set(senders.map(({ id }) => id)));
  // Whoever died has let go of it.
  expect(await take()).toMatchObject({ isFollowed: true });
});

test("what comes last from a quiet integration is read among the first, and many lanes lose and double nothing", async () => {
  const [noisy, quiet] = [await newSender(), await newSender()];
  const noise = await wait(noisy, numbered(120));
  const [word = ""] = await wait(quiet, ["alone"]);
  await Promise.all([processDeliveries(), processDeliveries(), processDeliveries()]);
  await processDeliveries();
  const all = await prisma().delivery.findMany();
  expect(all.every(({ state, alertCount }) => state === "processed" && alertCount === 1)).toBe(true);
  const alerts = await prisma().alert.findMany({ where: { deliveryId: { in: [...noise, word] } } });
  expect(alerts.map(({ deliveryId }) => deliveryId).sort()).toEqual([...noise, word].sort());
  const readAt = all.find(({ id }) => id === word)?.processedAt ?? new Date(0);
  const earlier = all.filter(({ processedAt }) => processedAt && processedAt < readAt);
  // Each of the twelve lanes may have begun with noise, and read more of it while this one was read.
  expect(earlier.length).toBeLessThan(24);
});
