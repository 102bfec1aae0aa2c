// Says where the first visit makes the owner: `node --import tsx scripts/first-visit.ts`, with the environment of the web process (or its
// `.env`). What `npm run up` has made for itself in NIGHTSHIFT_HOME is found there.
import { env } from "@/lib/platform/env";
import { errorText } from "@/lib/platform/errors";
import { settings } from "./setup/settings.mjs";
import { firstVisit } from "./up/steps/first-visit";
import { findSettled } from "./up/steps/settings";

const DEMO =
  "In demo mode there is nothing to set up: sign in as the login that `npm run up` prints. With NIGHTSHIFT_DEMO=0 it is set up for real";

async function main(): Promise<string> {
  findSettled(settings().home);
  const { NIGHTSHIFT_URL, NIGHTSHIFT_DEMO, PORT } = env();
  if (NIGHTSHIFT_DEMO === "1") return DEMO;
  return (await firstVisit(NIGHTSHIFT_URL ?? `http://localhost:${PORT}`)) ?? "There is an owner already: sign in";
}

main().then(console.log, (error) => {
  // Prisma shows the code that asked, and says what is wrong in the last line.
  console.error(`The first visit is not known: ${errorText(error).trim().split("\n").at(-1)}`);
  process.exitCode = 1;
});
