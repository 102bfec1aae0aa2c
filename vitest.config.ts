import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    include: ["{lib,server,sandbox,scripts,app,components,test}/**/*.test.{ts,tsx}"],
    globalSetup: "test/global-setup.ts",
    setupFiles: "test/setup-file.ts",
    // Real servers are started and killed in tests; two cores carry two files at a time.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
