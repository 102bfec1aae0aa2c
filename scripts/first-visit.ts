// Says where the first visit makes the owner, for an installation that `npm run up` does not run: `node --import tsx scripts/first-visit.ts`,
// with the environment of its web process.
import { env } from "@/lib/platform/env";
import { errorText } from "@/lib/platform/errors";
import { firstVisit } from "./up/steps/first-visit";

async function main(): Promise<string> {
  const { NIGHTSHIFT_URL, PORT } = env();
  return (await firstVisit(NIGHTSHIFT_URL ?? `http://localhost:${PORT}`)) ?? "There is an owner already: sign in";
}

main().then(console.log, (error) => {
  console.error(`The first visit is not known: ${errorText(error)}`);
  process.exitCode = 1;
});
