// What `up` does for the demo organization, as a container that runs once: see docker-compose.yml.
import { setTimeout as wait } from "node:timers/promises";
import { errorText } from "@/lib/platform/errors";
import { seedDemo } from "@/prisma/seed/demo-organization";
import { practiceTargets, watchPractice } from "./practice";

const PATIENCE_MS = 180_000;

async function main(): Promise<string> {
  const { NIGHTSHIFT_DEMO_API_KEY: apiKey, NIGHTSHIFT_DEMO } = process.env;
  if (NIGHTSHIFT_DEMO !== "1") return "Demo mode is off (NIGHTSHIFT_DEMO is not 1)";
  if (!apiKey || apiKey.length < 32) throw new Error("NIGHTSHIFT_DEMO_API_KEY must have at least 32 characters");
  const demo = await seedDemo({ apiKey, evenBesideOthers: true });
  if (!demo) throw new Error("The demo organization could not be made");
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const targets = await practiceTargets();
    if (targets) {
      await watchPractice(targets, demo.organizationId);
      return `Under watch: ${targets.map(({ service }) => service).join(", ")}`;
    }
    if (performance.now() > deadline) throw new Error("The sandbox did not answer; its log says why");
    await wait(500);
  }
}

main().then(
  (line) => {
    console.log(line);
    process.exit(0);
  },
  (error) => {
    console.error(`The demo could not be set up: ${errorText(error)}`);
    process.exit(1);
  },
);
