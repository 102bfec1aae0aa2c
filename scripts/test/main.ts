import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { add, type Counts, inWords, none, playwrightCounts, vitestCounts } from "./counts";
import { missing } from "./requirements";
import { runToEnd } from "./run-to-end";

const bin = (name: string) => join("node_modules", ".bin", name);
const hasBrowserTests = () =>
  existsSync("e2e/playwright.config.ts") &&
  readdirSync("e2e", { recursive: true, encoding: "utf8" }).some((path) => /\.spec\.ts$/.test(path));

/** Runs every check and test, or with `filters` the matching tests only. Ends with the counts, and answers with the exit code. */
export async function test(filters: string[]): Promise<number> {
  const isCi = process.env.CI === "true";
  const folder = mkdtempSync(join(tmpdir(), "nightshift-results-"));
  let counts = none;
  try {
    if ((await runToEnd([process.execPath, "scripts/generate.mjs"])) !== 0) return conclude({ ...none, failed: 1 });
    const isWhole = filters.length === 0;
    const browser = isWhole && hasBrowserTests();
    const parts = [isWhole && "types, lint and import rules", "unit and integration tests", browser && "browser tests"];
    say(`Running ${parts.filter(Boolean).join("; then ")}`);

    const lacking = missing();
    for (const { what, consequence } of lacking) {
      say(isCi ? `${what} is missing, and CI must have it: counted as failed` : `${what} is missing: ${consequence}`);
      if (isCi) counts = add(counts, { ...none, failed: 1 });
    }
    if (isWhole) counts = add(counts, await verify());
    counts = add(counts, await vitest(filters, join(folder, "vitest.json")));
    if (browser && !lacking.some(({ what }) => what === "Chromium")) {
      counts = add(counts, await playwright(join(folder, "playwright.json")));
    }
    return conclude(counts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A check is not a test, so one that passes is not counted; one that fails is. */
async function verify(): Promise<Counts> {
  let failed = 0;
  for (const part of ["types", "lint", "imports"]) {
    say(`Checking ${part}`);
    if ((await runToEnd(["npm", "run", "-s", `verify:${part}`])) === 0) continue;
    say(`The check of ${part} failed`);
    failed += 1;
  }
  return { ...none, failed };
}

async function vitest(filters: string[], report: string): Promise<Counts> {
  say("Unit and integration tests");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return vitestCounts(await runToEnd([bin("vitest"), "run", ...reporters, ...filters]), report);
}

async function playwright(report: string): Promise<Counts> {
  say("Browser tests");
  const argv = [bin("playwright"), "test", "--config=e2e/playwright.config.ts", "--reporter=list,json"];
  return playwrightCounts(await runToEnd(argv, { PLAYWRIGHT_JSON_OUTPUT_FILE: report }), report);
}

function conclude(counts: Counts): number {
  console.log(inWords(counts));
  return counts.failed === 0 ? 0 : 1;
}

const say = (line: string) => console.log(`\n> ${line}`);
