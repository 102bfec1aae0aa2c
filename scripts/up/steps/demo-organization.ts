import { join } from "node:path";
import { writePrivate } from "../home";
import type { Run } from "../run";
import type { Settings } from "./settings";

export type Demo = {
  organizationId: string;
  file: string;
  email: string;
  password: string;
  /** Ends this process's own connections: from then on it only supervises. */
  disconnect(): Promise<void>;
};

/** The demo organization with its login and API key, and `demo.json` for whoever automates against it. Null outside demo mode. */
export async function openDemo(run: Run, settings: Settings, tell: (text: string) => void): Promise<Demo | null> {
  if (settings.demo === "off") {
    tell("off (NIGHTSHIFT_DEMO=0): only people who are in the database already can sign in");
    return null;
  }
  // Only now: these modules need the generated client.
  const { seedDemo, demoLogin } = await import("@/prisma/seed/demo-organization");
  const { seedIntegrations } = await import("@/prisma/seed/demo-integrations");
  const { closeDatabase } = await import("@/lib/platform/db");
  // They end with this process anyway, and a database that is frozen would never say goodbye.
  run.onStop("the connections of this process", (isForced) => (isForced ? Promise.resolve() : closeDatabase()));
  const seeded = await seedDemo({
    apiKey: settings.secrets.demo_api_key,
    evenBesideOthers: settings.demo === "asked",
  });
  if (!seeded) {
    tell("not made, because this database holds a real organization; NIGHTSHIFT_DEMO=1 makes it all the same");
    process.env.NIGHTSHIFT_DEMO = "0";
    return null;
  }
  const file = join(run.home, "demo.json");
  const webhooks = await seedIntegrations(seeded.organizationId);
  writePrivate(file, { url: settings.url, ...demoLogin, api_key: settings.secrets.demo_api_key, webhooks });
  return { organizationId: seeded.organizationId, file, ...demoLogin, disconnect: closeDatabase };
}
