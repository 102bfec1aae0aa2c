import { afterAll, expect, test } from "vitest";
import { type Listener, listen } from "@/lib/events";
import { closeDatabase } from "@/lib/platform/db";
import { newIntegration } from "@/test/integration";
import { newOrganization } from "@/test/organization";
import { storeDelivery } from "./store-delivery";

afterAll(closeDatabase);

test("whoever reads is woken with the commit of the first delivery after a quiet time, and by those that follow it", async () => {
  const { id: organizationId } = await newOrganization();
  const { id: integrationId } = await newIntegration(organizationId, "pagerduty");
  const store = (deliveryKey: string) =>
    storeDelivery({
      ...{ organizationId, integrationId, deliveryKey, receivedAt: new Date(0) },
      ...{ headers: {}, body: Buffer.from("{}") },
    });
  let woken = 0;
  let listener: Listener | undefined;
  await new Promise<void>((ready) => {
    listener = listen({ onInbox: () => woken++, onReconnect: ready });
  });
  expect(await store("first")).toBe(true);
  await expect.poll(() => woken).toBe(1);
  expect(await store("second")).toBe(true);
  await expect.poll(() => woken).toBe(2);
  // Nothing came in.
  expect(await store("second")).toBe(false);
  await listener?.close();
  expect(woken).toBe(2);
});
