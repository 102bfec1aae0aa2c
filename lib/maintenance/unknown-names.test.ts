import { afterAll, expect, test } from "vitest";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { cancelWindow, changeWindow, createWindow, listWindows } from ".";

afterAll(closeDatabase);

const newService = (organizationId: string, name: string, deletedAt: Date | null = null) =>
  prisma().service.create({
    data: {
      ...{ id: newId(), organizationId, name, kind: "unmanaged", targetKind: "none", targetName: "", deletedAt },
      ...{ host: "", port: 0 },
    },
  });

test("names that no service of the organization has are told, wherever the window is shown", async () => {
  const [org, other] = [await newOrganization(), await newOrganization()];
  await newService(org.id, "Checkout");
  await newService(org.id, "gone", new Date());
  await newService(other.id, "theirs");
  const ends_at = new Date(Date.now() + 600_000).toISOString();
  const service_names = ["checkout", "GONE", "theirs", "chekout"];
  const made = await createWindow(org.responder, { name: "Upgrade", service_names, ends_at });
  expect(made.unknown_service_names).toEqual(["gone", "theirs", "chekout"]);
  expect((await listWindows(org.viewer, {})).items).toEqual([made]);
  const changed = await changeWindow(org.responder, made.id, { service_names: ["CHECKOUT"] });
  expect(changed).toMatchObject({ service_names: ["checkout"], unknown_service_names: [] });
  expect((await cancelWindow(org.responder, made.id)).unknown_service_names).toEqual([]);
  const misspelt = { name: "Upgrade", servce_names: ["checkout"], ends_at };
  await expect(createWindow(org.responder, misspelt as never)).rejects.toThrow("servce_names");
});
