import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { chromiumOptions } from "@/e2e/fixtures/chromium";
import type { Stack } from "./stack";

const IN_PAGE = fileURLToPath(new URL("in-page.js", import.meta.url));
export type Frames = {
  /** Milliseconds between frames. */
  gaps: number[];
  /** Main-thread tasks above 50 ms. */
  tasks: number[];
};

/** The incident page in a real browser, with somebody signed in. */
export type IncidentPage = {
  open(incidentId: string): Promise<void>;
  /** How long after their writing the stamped lines were painted, once the one of this number was. */
  delays(last: number): Promise<number[]>;
  /** What the main thread did since the last call. */
  takeFrames(): Promise<Frames>;
  /** Everything in the terminal, through its own button. */
  copyAll(): Promise<string>;
};

/** Starts Chromium and signs in. Null where there is no Chromium. */
export async function openBrowser(stack: Stack): Promise<IncidentPage | null> {
  const options = chromiumOptions();
  if (!existsSync(options.executablePath ?? chromium.executablePath())) return null;
  // The bench ends it in its own order, not Playwright at the first signal.
  const browser = await chromium.launch({ ...options, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
  stack.run.onStop("the browser", () => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: stack.url });
  await context.addInitScript({ path: IN_PAGE });
  const page = await context.newPage();
  await signIn(page, stack);
  return {
    async open(incidentId) {
      await page.goto(`${stack.url}/incidents/${incidentId}`);
      await page.getByText("Live", { exact: true }).waitFor();
    },
    async delays(last) {
      await page.waitForFunction(`typeof nightshiftBench.ticks()[${last}] === "number"`);
      return page.evaluate("Object.values(nightshiftBench.ticks()).filter((delay) => delay !== null)");
    },
    takeFrames: () => page.evaluate("nightshiftBench.takeFrames()"),
    async copyAll() {
      await page.getByRole("button", { name: "Copy all output" }).click();
      await page.getByText("Copied", { exact: true }).waitFor();
      return page.evaluate("navigator.clipboard.readText()");
    },
  };
}

async function signIn(page: Page, { url, login }: Stack): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Email", { exact: true }).fill(login.email);
  await page.getByLabel("Password", { exact: true }).fill(login.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/`);
}
