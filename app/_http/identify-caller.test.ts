import { afterAll, expect, test } from "vitest";
import { OPENED_IN_HEADER } from "@/lib/platform/contract";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newApiKey, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { identifyCaller } from "./identify-caller";

afterAll(closeDatabase);

const asking = (headers: Record<string, string>) =>
  identifyCaller(new Request("http://nightshift.test/api/v1/incidents", { method: "POST", headers }), newId());

test("what was begun in one organization is not carried out in another that the session has gone to", async () => {
  const { id } = await newOrganization();
  const { cookie } = await newSession(id, "owner");
  expect(await asking({ cookie, [OPENED_IN_HEADER]: id })).toMatchObject({ organizationId: id });
  expect(await asking({ cookie })).toMatchObject({ organizationId: id });
  await expect(asking({ cookie, [OPENED_IN_HEADER]: newId() })).rejects.toMatchObject({
    code: "conflict",
    details: { organization_id: id },
  });
  // A key is of one organization for good.
  const key = await newApiKey(id, "owner");
  expect(await asking({ "x-api-key": key, [OPENED_IN_HEADER]: newId() })).toMatchObject({ organizationId: id });
});
