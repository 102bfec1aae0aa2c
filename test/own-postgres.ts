import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@/lib/platform/free-port";
import {
  dataDirOf,
  type LocalPostgres,
  removePostgresData,
  startPostgres,
  stopPostgres,
  urlOf,
} from "@/lib/platform/local-postgres";
import { migrate } from "@/scripts/migrate/migrate";

export type OwnPostgres = {
  cluster: LocalPostgres;
  /** Ends it as a crash would, and leaves nothing of it behind. */
  remove(): Promise<void>;
};

/** A Postgres server of somebody's own, to be stopped, frozen and filled at will. */
export async function startOwnPostgres(over: Partial<LocalPostgres> = {}): Promise<OwnPostgres> {
  const home = mkdtempSync(join(tmpdir(), "nightshift-postgres-"));
  const cluster: LocalPostgres = {
    dataDir: dataDirOf(join(home, "own", "data")),
    port: await freePort(),
    superuser: "postgres",
    password: randomBytes(16).toString("hex"),
    settings: { fsync: "off" },
    ...over,
  };
  await startPostgres(cluster);
  return {
    cluster,
    async remove() {
      await stopPostgres(cluster, "immediate");
      removePostgresData(cluster);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** One with the product's tables, which `DATABASE_URL` names from now on. */
export async function startOwnDatabase(settings?: LocalPostgres["settings"]): Promise<OwnPostgres> {
  const own = await startOwnPostgres(settings && { settings });
  process.env.DATABASE_URL = urlOf(own.cluster, "postgres");
  await migrate(process.env.DATABASE_URL);
  return own;
}
