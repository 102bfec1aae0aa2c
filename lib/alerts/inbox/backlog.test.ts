import { afterAll, expect, test } from "vitest";
import { clock, useClock } from "@/lib/platform/clock";
import { closeDatabase, pool } from "@/lib/platform/db";
import { newIntegration } from "@/test/integration";
import { newOrganization } from "@/test/organization";
import { countFullInboxes } from "./backlog";
import { receive } from "./receive";
import { InboxFull, type NewDelivery, storeDelivery } from "./store-delivery";

afterAll(closeDatabase);

test("an organization whose deliveries pile up is told to come back later, and others are not", async () => {
  const [noisy, quiet] = [await newOrganization(), await newOrganization()];
  const [loud, soft] = [await newIntegration(noisy.id, "generic"), await newIntegration(quiet.id, "generic")];
  await pool().query(
    `INSERT INTO deliveries (id, organization_id, integration_id, received_at, body, due_at)
     SELECT gen_random_uuid(), $1, $2, now(), '', now() + interval '1 hour' FROM generate_series(1, 100000)`,
    [noisy.id, loud.id],
  );
  let aheadMs = 0;
  const back = useClock({ now: () => new Date(Date.now() + aheadMs), sleep: clock.sleep });
  const send = ({ key, secret }: typeof loud) => {
    const headers = { authorization: `Bearer ${secret}` };
    return receive({ source: "generic", key, headers, body: Buffer.from("{}"), address: null, requestId: "test" });
  };
  await expect.poll(() => send(loud)).toMatchObject({ status: 503, error: expect.stringContaining("full") });
  expect(await send(soft)).toMatchObject({ status: 202 });
  expect(await countFullInboxes()).toBe(1);
  await pool().query("DELETE FROM deliveries WHERE organization_id = $1", [noisy.id]);
  aheadMs = 2_000;
  expect(await countFullInboxes()).toBe(0);
  expect(await send(loud)).toMatchObject({ status: 202 });
  back();
}, 60_000);

test("what one organization has waiting to be stored leaves room for others", async () => {
  const [noisy, quiet] = [await newOrganization(), await newOrganization()];
  const [loud, soft] = [await newIntegration(noisy.id, "generic"), await newIntegration(quiet.id, "generic")];
  const of = (sender: typeof loud): NewDelivery => ({
    ...{ organizationId: sender.organizationId, integrationId: sender.id, deliveryKey: null },
    ...{ receivedAt: clock.now(), headers: {}, body: Buffer.from("{}") },
  });
  const noise = Array.from({ length: 4_100 }, () => storeDelivery(of(loud)));
  const word = storeDelivery(of(soft));
  const outcomes = await Promise.allSettled(noise);
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused).toHaveLength(100);
  expect(refused.every(({ reason }) => reason instanceof InboxFull)).toBe(true);
  expect(await word).toBe(true);
}, 60_000);
