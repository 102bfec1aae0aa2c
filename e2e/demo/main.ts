import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import { apiOf } from "../fixtures/api";
import { chromiumOptions } from "../fixtures/chromium";
import { signIn } from "../fixtures/sign-in";
import type { Mode, Stack } from "../fixtures/stack";
import { startStack } from "../fixtures/start-stack";
import { makeCalm } from "../fixtures/test";
import { film } from "./film";
import { Recorder } from "./recorder";
import { play, stories } from "./stories";

type Login = Pick<Stack, "url" | "email" | "password" | "apiKey"> & { mode: string };
const SIZE = { width: 1280, height: 860 };

/** Plays the loop for Redis and for Postgres. Answers with the exit code: 1 when any step did not happen. */
export async function demo(args: string[], home: string): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      /** Use the Nightshift that `npm run up` is running, instead of one made for this. */
      running: { type: "boolean", default: false },
      headed: { type: "boolean", default: false },
      mode: { type: "string", default: "process" },
    },
  });
  const folder = resolve("demo-results");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });

  const own = values.running ? null : await startStack(values.mode as Mode, (line) => console.log(line));
  const login: Login = own ? own.stack : runningAt(home);
  const browser = await chromium.launch({ ...chromiumOptions(), headless: !values.headed });
  try {
    await tell(browser, login, folder);
    console.log(`\nWhat it recorded is in ${folder}`);
    return 0;
  } catch (error) {
    console.error(`\nThe demo did not get to its end: ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    await browser.close();
    await own?.stop();
  }
}

/** The demo organization of the running `npm run up`, as it says itself. */
function runningAt(home: string): Login {
  const file = join(home, "demo.json");
  const { url, email, password, api_key: apiKey } = JSON.parse(readFileSync(file, "utf8"));
  return { url, email, password, apiKey, mode: "running" };
}

async function tell(browser: Browser, login: Login, folder: string): Promise<void> {
  const api = apiOf(login);
  await makeCalm(api);
  const recorder = new Recorder(folder, console.log);
  const context = await browser.newContext({ baseURL: login.url, viewport: SIZE });
  const page = await context.newPage();
  await signIn(page, login);
  const stopFilm = await film(page, SIZE, console.log);
  let last = "";
  try {
    for (const story of stories) {
      recorder.begin(story.name, page);
      last = await play(page, api, story, recorder);
    }
  } finally {
    await stopFilm(join(folder, "demo.webm"));
  }
  await context.close();
  await onPhone(browser, login, last, recorder);
  recorder.finish(login.mode, new Date());
}

/** The same incident as it looks at night on a phone. */
async function onPhone(browser: Browser, login: Login, incidentId: string, recorder: Recorder): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    colorScheme: "dark",
    baseURL: login.url,
  });
  const page = await context.newPage();
  await signIn(page, login);
  await recorder.picture("phone-overview", page);
  await page.goto(`/incidents/${incidentId}`);
  await page.getByRole("region", { name: "Diagnosis" }).waitFor();
  await recorder.picture("phone-incident", page);
  await context.close();
}
