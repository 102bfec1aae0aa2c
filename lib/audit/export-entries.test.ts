import { afterAll, describe, expect, test } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import { exportAuditEntries } from ".";
import { exported, extend, newChain, offline } from "./chain.fixture";

afterAll(closeDatabase);

type Format = "csv" | "json";

/** What the check without a server says of an export whose records were changed. */
async function changed(format: Format, change: (records: string[]) => string[]) {
  const { owner } = await newChain();
  const text = await exported(owner, format);
  // Cells hold line breaks, so records are told apart by how the next one begins.
  const [end, beginning] = format === "csv" ? ["\r\n", '"(?:entry|head|export)"'] : ["\n", "{"];
  return offline(change(text.split(new RegExp(`${end}(?=${beginning})`))).join(end));
}

describe.each<[Format, number]>([
  // Before the entries stand the header (CSV) and the opening.
  ["csv", 2],
  ["json", 1],
])("an export as %s that was changed is named at its first link", (format, first) => {
  const fifth = first + 4;
  test.each<[string, string, number, (records: string[]) => string[]]>([
    ["not changed at all", "INTACT. 13 entries", 0, (records) => records],
    ["without an entry", "BROKEN at entry 5 (removed)", 1, (records) => records.toSpliced(fifth, 1)],
    [
      "with one twice",
      "BROKEN at entry 4 (inserted)",
      1,
      (records) => records.toSpliced(fifth, 0, records[fifth - 1] ?? ""),
    ],
    [
      "with another address",
      "BROKEN at entry 5 (changed)",
      1,
      (records) => records.with(fifth, records[fifth]?.replace("203.0.113.7", "203.0.113.8") ?? ""),
    ],
    ["without its end", "(truncated)", 1, (records) => records.slice(0, -3)],
  ])("%s", async (_, says, status, change) => {
    const found = await changed(format, change);
    expect(found.stdout).toContain(says);
    expect(found.status).toBe(status);
  });
});

test("an export by filters says so and checks what is there", async () => {
  const { owner } = await newChain();
  const { status, stdout } = offline(await exported(owner, "csv", { subject_id: "7" }));
  expect(stdout).toContain("1 entries were recomputed and fit. The export was filtered");
  expect(status).toBe(0);
});

test("no cell begins like a formula", async () => {
  const { id, owner } = await newOrganization();
  for (const name of ["=1+1", "+1", "-1", "@x", "\tx", "'x", "a\rb"])
    await extend({ ...owner, actor: { kind: "user", id, name } }, 2);
  const text = await exported(owner, "csv");
  expect(text).not.toMatch(/(^|,)"?[=+\-@\t]/m);
  expect(offline(text).status).toBe(0);
});

test("only owners and admins may take an export", async () => {
  const { responder } = await newOrganization();
  await expect(exportAuditEntries(responder, {})).rejects.toMatchObject({ code: "forbidden" });
});
