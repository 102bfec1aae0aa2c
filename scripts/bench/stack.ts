import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Nightshift, nightshift } from "@/client";
import { newToken } from "@/lib/platform/crypto";
import { freePort } from "@/lib/platform/free-port";
import {
  dataDirOf,
  type LocalPostgres,
  removePostgresData,
  startPostgres,
  stopPostgres,
  urlOf,
} from "@/lib/platform/local-postgres";
import { migrate } from "../migrate/migrate";
import type { Run } from "../up/run";
import { type Live, openLive } from "./live";
import { type Program, refuseDead, startProgram } from "./program";
import { until } from "./wait";

/** A whole Nightshift of its own: nothing else uses it, and nothing of it stays. */
export type Stack = {
  run: Run;
  signal: AbortSignal;
  url: string;
  organizationId: string;
  login: { email: string; password: string };
  api: Nightshift;
  live: Live;
  worker: Program;
  /** A folder that stands first in the worker's PATH, empty. */
  bin: string;
};

/**
 * Starts Postgres, the web process and a worker, with a demo organization, and connects as its API key. `own`: what of the environment is
 * to be otherwise than without a sandbox and without Claude.
 */
export async function startStack(
  run: Run,
  tell: (text: string) => void,
  own: Record<string, string> = {},
): Promise<Stack> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const bin = join(run.home, "bin");
  mkdirSync(bin);
  const cluster: LocalPostgres = {
    dataDir: dataDirOf(join(run.home, "postgres", "data")),
    port: await freePort(),
    superuser: "nightshift",
    password: randomBytes(16).toString("hex"),
    // As `up` sets it, so that a commit costs here what it costs there.
    settings: { max_connections: "200" },
  };
  run.onStop("the data of Postgres", async () => removePostgresData(cluster));
  run.onStop("Postgres", () => stopPostgres(cluster, "immediate"));
  Object.assign(process.env, {
    DATABASE_URL: urlOf(cluster, "postgres"),
    NIGHTSHIFT_SECRET: randomBytes(32).toString("hex"),
    NIGHTSHIFT_HOME: run.home,
    NIGHTSHIFT_URL: url,
    NIGHTSHIFT_DEMO: "1",
    NIGHTSHIFT_SANDBOX: "off",
    ANTHROPIC_API_KEY: "",
    NEXTAUTH_URL: url,
    PORT: String(port),
    LOG_LEVEL: "warn",
    // What is measured is not to be held back.
    NIGHTSHIFT_CALLS_PER_KEY: "1000000",
    NIGHTSHIFT_CALLS_PER_ORGANIZATION: "1000000",
    NIGHTSHIFT_WEBHOOKS_PER_INTEGRATION: "100000000",
    PATH: `${bin}:${process.env.PATH}`,
    ...own,
  });
  await startPostgres(cluster);
  await migrate(urlOf(cluster, "postgres"));

  // Only now: these modules read the environment.
  const { seedDemo, demoLogin } = await import("@/prisma/seed/demo-organization");
  const { closeDatabase } = await import("@/lib/platform/db");
  run.onStop("the connections of this process", closeDatabase);
  const apiKey = newToken("ns");
  const seeded = await seedDemo({ apiKey, evenBesideOthers: true });
  if (!seeded) throw new Error("The demo organization could not be made");

  const worker = startProgram(run, "worker", "server/worker/main.ts");
  const programs = [worker, startProgram(run, "web", "server/web/main.ts")];
  await until("the web process", () => isReady(`${url}/ready`, programs), run.signal, 100);
  const live = await openLive(url, apiKey, run.signal);
  run.onStop("the live connection", async () => live.close());
  tell(`web on port ${port}, Postgres on port ${cluster.port}`);
  return {
    run,
    signal: run.signal,
    url,
    organizationId: seeded.organizationId,
    login: demoLogin,
    api: nightshift({ url, apiKey, signal: run.signal }),
    live,
    worker,
    bin,
  };
}

async function isReady(url: string, programs: Parameters<typeof refuseDead>[0]): Promise<boolean> {
  refuseDead(programs);
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    // Not listening yet.
    () => false,
  );
}
