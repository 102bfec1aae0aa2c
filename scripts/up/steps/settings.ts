import { join } from "node:path";
import { env } from "@/lib/platform/env";
import { freePort } from "@/lib/platform/free-port";
import { dataDirOf, type LocalPostgres, urlOf } from "@/lib/platform/local-postgres";
import { readPrivate, writePrivate } from "../home";
import { type Secrets, secretsOf, storedSecrets } from "../secrets";

export type Settings = {
  secrets: Secrets;
  /** The cluster of our own; null when DATABASE_URL names another database. */
  cluster: LocalPostgres | null;
  areSecretsNew: boolean;
  /** `asked`: someone set NIGHTSHIFT_DEMO=1. `usual`: nobody said anything, and `up` is for trying things out. */
  demo: "asked" | "usual" | "off";
  hasSandbox: boolean;
  url: string;
};

export const DATABASE = "nightshift";

/** Secrets and settings, put into the environment that every later step and program reads. */
export async function settle(home: string, tell: (text: string) => void): Promise<Settings> {
  const { secrets, areNew } = secretsOf(home);
  process.env.NIGHTSHIFT_SECRET ||= secrets.nightshift_secret;
  const demo = { "0": "off", "1": "asked" }[process.env.NIGHTSHIFT_DEMO ?? ""] ?? "usual";
  process.env.NIGHTSHIFT_DEMO = demo === "off" ? "0" : "1";
  const cluster = process.env.DATABASE_URL ? null : await ownCluster(home, secrets.postgres_password);
  if (cluster) process.env.DATABASE_URL = urlOf(cluster, DATABASE);
  const { PORT, NIGHTSHIFT_URL, NIGHTSHIFT_SANDBOX } = env();
  tell(areNew ? `made new ones in ${join(home, "secrets.json")}` : join(home, "secrets.json"));
  return {
    secrets,
    cluster,
    areSecretsNew: areNew,
    demo: demo as Settings["demo"],
    // The practice services belong to the demo organization.
    hasSandbox: demo !== "off" && NIGHTSHIFT_SANDBOX !== "off",
    url: NIGHTSHIFT_URL ?? `http://localhost:${PORT}`,
  };
}

/** Puts what an earlier start has settled into the environment, where that says nothing else. Makes nothing. */
export function findSettled(home: string): void {
  const secrets = storedSecrets(home);
  if (!secrets) return;
  process.env.NIGHTSHIFT_DEMO ||= keptDemo(home);
  process.env.NIGHTSHIFT_SECRET ||= secrets.nightshift_secret;
  const port = keptPort(home);
  if (port !== undefined)
    process.env.DATABASE_URL ||= urlOf(clusterAt(home, port, secrets.postgres_password), DATABASE);
}

/** The port is kept from start to start, so that a database left running by a killed supervisor is found again. */
async function ownCluster(home: string, password: string): Promise<LocalPostgres> {
  const kept = keptPort(home);
  const port = kept ?? (await freePort());
  if (kept !== port) writePrivate(portsFile(home), { postgres: port });
  return clusterAt(home, port, password);
}

const portsFile = (home: string): string => join(home, "ports.json");
const keptPort = (home: string) => (readPrivate(portsFile(home)) as { postgres?: number } | null)?.postgres;

/** Notes whether it runs as a demo, which nobody needs to have said: who asks for the first visit from another terminal finds it here. */
export const keepDemo = (home: string, isDemo: boolean): void => writePrivate(demoFile(home), { is_on: isDemo });

const demoFile = (home: string): string => join(home, "demo-mode.json");
const keptDemo = (home: string) =>
  (readPrivate(demoFile(home)) as { is_on?: boolean } | null)?.is_on === true ? "1" : "0";

const clusterAt = (home: string, port: number, password: string): LocalPostgres => ({
  dataDir: dataDirOf(join(home, "postgres")),
  port,
  superuser: "nightshift",
  password,
  settings: { max_connections: "200" },
});
