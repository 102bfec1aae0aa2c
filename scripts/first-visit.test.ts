import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setupToken } from "@/lib/people";
import { writePrivate } from "./up/home";
import { keepDemo } from "./up/steps/settings";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "nightshift-first-visit-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function firstVisit(changed: Record<string, string>) {
  const env = {
    ...process.env,
    NIGHTSHIFT_HOME: home,
    NIGHTSHIFT_DEMO: "0",
    NIGHTSHIFT_URL: "http://localhost:4000",
    ...changed,
  };
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/first-visit.ts"], { env, encoding: "utf8" });
}
function keepSecrets(): void {
  const secret = { nightshift_secret: process.env.NIGHTSHIFT_SECRET };
  writePrivate(join(home, "secrets.json"), {
    ...secret,
    postgres_password: "x".repeat(16),
    demo_api_key: "x".repeat(16),
  });
}
const link = () => `http://localhost:4000/setup?token=${setupToken()}\n`;

test("the link is the one that the web process takes, by its environment or by what `up` keeps", () => {
  expect(firstVisit({}).stdout).toBe(link());
  expect(firstVisit({ NIGHTSHIFT_SECRET: "" }).stderr).toMatch(/NIGHTSHIFT_SECRET: /);
  keepSecrets();
  expect(firstVisit({ NIGHTSHIFT_SECRET: "" }).stdout).toBe(link());
});

test("what keeps the link from being told is told in one line, and no demo has a first visit", () => {
  const away = firstVisit({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing" });
  expect(away.stderr).toMatch(/^The first visit is not known: .*127\.0\.0\.1:1\n$/);
  expect(away.status).toBe(1);
  expect(firstVisit({ NIGHTSHIFT_DEMO: "1" }).stdout).toMatch(/^In demo mode there is nothing to set up/);
  // Who has started `up` and said nothing runs a demo, and asks with an environment that says nothing either.
  keepSecrets();
  keepDemo(home, true);
  expect(firstVisit({ NIGHTSHIFT_DEMO: "" }).stdout).toMatch(/^In demo mode/);
  expect(firstVisit({ NIGHTSHIFT_DEMO: "0" }).stdout).toBe(link());
  keepDemo(home, false);
  expect(firstVisit({ NIGHTSHIFT_DEMO: "" }).stdout).toBe(link());
});
