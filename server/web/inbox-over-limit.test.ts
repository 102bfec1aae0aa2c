import { afterAll, expect, test } from "vitest";
import { processDeliveries, receive } from "@/lib/alerts";
import { getIntegration, listLog } from "@/lib/integrations";
import { integrationMetrics } from "@/lib/outbound";
import { useClock } from "@/lib/platform/clock";
import { closeDatabase, pool } from "@/lib/platform/db";
import { newIntegration } from "@/test/integration";
import { newOrganization } from "@/test/organization";

process.env.NIGHTSHIFT_WEBHOOKS_PER_INTEGRATION = "3";
afterAll(closeDatabase);

test("an integration over its limit is failing, and says since when, how many, what the limit is and what sets it", async () => {
  const org = await newOrganization();
  const { id, name, key, secret } = await newIntegration(org.id, "generic");
  const body = Buffer.from(JSON.stringify({ title: "x", service: "checkout", dedup_key: "x" }));
  const headers = { authorization: `Bearer ${secret}` };
  const send = () => receive({ source: "generic", key, headers, body, address: null, requestId: "r" });
  let pass = () => {};
  const sleep = () =>
    new Promise<void>((done) => {
      pass = done;
    });
  const putBack = useClock({ now: () => new Date(), sleep });
  try {
    for (let count = 0; count < 3; count++) expect(await send()).toMatchObject({ status: 202 });
    for (let count = 0; count < 1_200; count++)
      expect(await send()).toMatchObject({
        status: 503,
        error: "This integration is over its limit of 3 webhooks an hour; NIGHTSHIFT_WEBHOOKS_PER_INTEGRATION sets it",
        retryAfterS: expect.any(Number),
      });
    await expect.poll(() => listLog(org.viewer, name, {})).toHaveLength(1);
    pass();
    await expect.poll(() => listLog(org.viewer, name, {})).toHaveLength(2);
    // What came before is read meanwhile, and another web process still takes some in: that settles nothing.
    await processDeliveries();
    await pool().query("UPDATE deliveries SET id = uuidv7(interval '1 second') WHERE integration_id = $1", [id]);
    const seen = await getIntegration(org.viewer, name);
    expect(seen).toMatchObject({ state: "failing", received_24h: 3, refused_24h: 1_200 });
    expect(seen.problem).toMatch(
      /1199 more .* over its limit of 3 webhooks an hour, 1,200 refused since 20.*Z, with room again from 20.*NIGHTSHIFT_WEBHOOKS/,
    );
    expect(await integrationMetrics(org.viewer, name, { period: "1h" })).toMatchObject({ received: 3, refused: 1_200 });
  } finally {
    putBack();
    pass();
  }
});
