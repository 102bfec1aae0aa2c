import { spawnSync } from "node:child_process";
import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "./fixtures/chromium";
import { LOCAL_BASE, type Mode } from "./fixtures/stack";
import type { Options } from "./fixtures/test";

const dockerHas = (image: string) => spawnSync("docker", ["image", "inspect", image], { stdio: "ignore" }).status === 0;
// Where images can be pulled, whoever runs the tests says which: a test does not fetch hundreds of megabytes unasked.
const hasDocker =
  dockerHas(LOCAL_BASE) || Boolean(process.env.NIGHTSHIFT_REDIS_BASE && process.env.NIGHTSHIFT_POSTGRES_BASE);

const inMode = (mode: Mode, testMatch?: string) => ({
  name: mode,
  metadata: { mode },
  use: { mode },
  ...(testMatch && { testMatch }),
});

export default defineConfig<Options>({
  testDir: ".",
  outputDir: "../test-results/browser",
  globalSetup: "./fixtures/global-setup.ts",
  // The stories share one stack and its two practice services.
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI === "true",
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    launchOptions: chromiumOptions(),
    screenshot: "only-on-failure",
  },
  projects: [inMode("process"), ...(hasDocker ? [inMode("docker", "loop.spec.ts")] : [])],
});
