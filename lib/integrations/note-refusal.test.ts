import { afterAll, expect, test } from "vitest";
import { useClock } from "@/lib/platform/clock";
import { closeDatabase } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { createIntegration, getIntegration, listLog, noteRefusal } from ".";

afterAll(closeDatabase);

test("every refusal counts, and thousands of them are a line each ten seconds", async () => {
  const org = await newOrganization();
  const { integration: made } = await createIntegration(org.owner, { source: "generic", name: "attacked" });
  const integration = { id: made.id, organizationId: org.id };
  const log = () => listLog(org.viewer, "attacked", {});
  let pass = () => {};
  const putBack = useClock({
    now: () => new Date(),
    sleep: () =>
      new Promise((done) => {
        pass = done;
      }),
  });
  try {
    for (let count = 0; count < 120; count++)
      noteRefusal({ integration, kind: "unproven", why: "a wrong secret", address: null });
    await expect.poll(log).toMatchObject([{ message: "A delivery was refused: a wrong secret", level: "error" }]);
    pass();
    await expect.poll(async () => (await log()).length).toBe(2);
    expect((await log())[0]?.message).toMatch(/^119 more deliveries were refused within 10 seconds, .*a wrong secret$/);
    expect(await getIntegration(org.viewer, "attacked")).toMatchObject({
      state: "failing",
      received_24h: 0,
      refused_24h: 120,
    });
  } finally {
    putBack();
    pass();
  }
});
