import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { add, inWords, playwrightCounts, vitestCounts } from "./counts";

const folder = mkdtempSync(join(tmpdir(), "nightshift-counts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(value: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}

const vitest = (files: { status: string; assertionResults: { status: string }[] }[]) => ({
  numPassedTests: 5,
  numFailedTests: files.flatMap((file) => file.assertionResults).filter(({ status }) => status === "failed").length,
  numPendingTests: 2,
  numTodoTests: 0,
  testResults: files,
});

test("the counts of both runners are added up in the line that CI reads", () => {
  const unit = vitestCounts(1, report(vitest([{ status: "failed", assertionResults: [{ status: "failed" }] }])));
  const browser = playwrightCounts(0, report({ stats: { expected: 4, unexpected: 0, skipped: 0 } }));
  expect(inWords(add(unit, browser))).toBe("9 passed, 1 failed, 2 skipped");
  expect(inWords(browser)).toBe("4 passed, 0 failed");
});

test("nothing that went wrong counts as a pass", () => {
  const passing = { status: "passed", assertionResults: [{ status: "passed" }] };
  expect(vitestCounts(1, join(folder, "none.json")).failed).toBe(1);
  expect(vitestCounts(0, report('{"numPassedTests": 5')).failed).toBe(1);
  expect(vitestCounts(1, report(vitest([passing, { status: "failed", assertionResults: [] }]))).failed).toBe(1);
  expect(vitestCounts(1, report(vitest([passing]))).failed).toBe(1);
  expect(playwrightCounts(1, report({ stats: { expected: 0, unexpected: 0, skipped: 0 } })).failed).toBe(1);
});
