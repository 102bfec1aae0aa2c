import { afterAll, expect, test } from "vitest";
import { createIntegration, getIntegration, listLog, noteRefusal } from "@/lib/integrations";
import { closeDatabase } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import { startLoop } from "../loop";
import { attendanceLoop } from "./attendance-loop";

afterAll(closeDatabase);

test("what was refused is counted when the process is stopped in the middle of an attack", async () => {
  const org = await newOrganization();
  const { integration: made } = await createIntegration(org.owner, { source: "generic", name: "attacked" });
  const integration = { id: made.id, organizationId: org.id };
  const loop = startLoop(attendanceLoop);
  for (let count = 0; count < 12; count++)
    noteRefusal({ integration, kind: "unproven", why: "a wrong secret", address: null });
  await expect.poll(() => listLog(org.viewer, "attacked", {})).toHaveLength(1);
  await loop.stop();
  expect(await getIntegration(org.viewer, "attacked")).toMatchObject({ refused_24h: 12 });
});
