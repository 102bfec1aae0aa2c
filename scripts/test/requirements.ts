import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { isInstalled } from "../up/processes";

type Missing = { what: string; consequence: string };

const dockerAnswers = () => spawnSync("docker", ["info"], { stdio: "ignore", timeout: 15_000 }).status === 0;

const hasChromium = () =>
  ["chromium", "chromium-browser", "google-chrome"].some(isInstalled) || existsSync(chromium.executablePath());

/** What of the real servers and programs the tests use is not on this machine, and what is left out without it. */
export function missing(): Missing[] {
  const lacking: Missing[] = [];
  if (!dockerAnswers()) {
    lacking.push({ what: "A Docker engine", consequence: "the tests of Docker mode are skipped" });
  }
  if (!isInstalled("redis-server")) {
    lacking.push({ what: "redis-server", consequence: "the tests that need a real Redis are skipped" });
  }
  if (!hasChromium()) lacking.push({ what: "Chromium", consequence: "the browser tests are skipped" });
  return lacking;
}
