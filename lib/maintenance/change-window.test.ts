import { afterAll, expect, test } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import { changeWindow, createWindow, listWindows } from ".";

afterAll(closeDatabase);

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

test("who changes a window that somebody else has changed since is told so and overwrites nothing, if they say what they read", async () => {
  const org = await newOrganization();
  const read = await createWindow(org.responder, { name: "Upgrade", ends_at: inAnHour() });
  const { id, updated_at } = read;
  const theirs = await changeWindow(org.owner, id, { reason: "From 17 to 18", updated_at });
  expect(theirs).toMatchObject({ updated_by: org.owner.actor.name });
  expect(theirs.updated_at > updated_at).toBe(true);

  await expect(changeWindow(org.responder, id, { name: "Postgres", updated_at })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(org.owner.actor.name),
    details: { current: theirs },
  });
  expect((await listWindows(org.viewer, {})).items).toEqual([theirs]);
  // What they have now seen they may save over, and a program that compares nothing goes on as ever.
  const over = await changeWindow(org.responder, id, { name: "Postgres", updated_at: theirs.updated_at });
  expect(over).toMatchObject({ name: "Postgres", reason: "From 17 to 18" });
  expect(await changeWindow(org.responder, id, { reason: "" })).toMatchObject({ reason: "" });
  await expect(changeWindow(org.responder, id, { updated_at })).rejects.toThrow("Name at least one field to change");
});
