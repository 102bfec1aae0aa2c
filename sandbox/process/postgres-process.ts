import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorText } from "@/lib/platform/errors";
import {
  dataDirOf,
  type LocalPostgres,
  postgresAccount,
  postgresBinDir,
  removePostgresData,
  startCommand,
  startPostgres,
  stopPostgres,
} from "@/lib/platform/local-postgres";
import type { PracticeServer } from "../server";
import { until } from "../until";
import { childrenOf, commandLineOf, isTaken, livePid, readPid, signalProcess, untilGone } from "./pid-file";
import { refuseTakenPort } from "./port";

const practiceConf = fileURLToPath(new URL("../images/postgres/practice.conf", import.meta.url));

/** The settings of the practice image, so that both modes run the same server. */
function practiceSettings(): Record<string, string> {
  const lines = readFileSync(practiceConf, "utf8").split("\n");
  const pairs = lines.map((line) => /^(\w+)\s*=\s*(.+)$/.exec(line));
  return Object.fromEntries(pairs.flatMap((pair) => (pair?.[1] && pair[2] ? [[pair[1], pair[2]]] : [])));
}

/** The practice Postgres from the binaries that npm carries. It outlives this process and is found again by its pid file. */
export function postgresProcess(spec: {
  service: string;
  folder: string;
  port: number;
  password: string;
}): PracticeServer & { removeData(): void } {
  const cluster: LocalPostgres = {
    dataDir: dataDirOf(join(spec.folder, "postgres")),
    port: spec.port,
    superuser: "postgres",
    password: spec.password,
    settings: practiceSettings(),
  };
  const pidFile = join(cluster.dataDir, "postmaster.pid");
  const pid = () => livePid(pidFile, (commandLine) => commandLine.includes(cluster.dataDir));

  /** The port that the running server took, by the fourth line of its lock file. */
  const portInUse = () => Number(readFileSync(pidFile, "utf8").split("\n")[3]);

  /**
   * Removes a lock file whose number is taken though the server is gone: by a stranger, or by its own remains where no init collects
   * them. pg_ctl would believe that the server runs. Any other lock file of a killed server stays, because it is how Postgres finds out
   * whether orphans still use the data.
   */
  function forgetTakenPid(): void {
    const recorded = readPid(pidFile);
    if (recorded !== null && pid() === null && isTaken(recorded)) rmSync(pidFile);
  }

  async function stop(): Promise<void> {
    if (pid() === null) return;
    await stopPostgres(cluster).catch(() => stopPostgres(cluster, "immediate"));
  }

  async function start(): Promise<void> {
    if (pid() !== null) {
      if (portInUse() === spec.port) return;
      await stop();
    }
    await refuseTakenPort(spec.service, spec.port);
    forgetTakenPid();
    // The children of a killed postmaster need a moment to notice; until they are gone their shared memory keeps a new one out.
    await until(() => startPostgres(cluster).then(() => true), {
      what: `${spec.service} did not start`,
      timeoutMs: 15_000,
      everyMs: 250,
      isFinal: (error) => !/shared memory/.test(String(error)),
    });
  }

  async function kill(): Promise<void> {
    const running = pid();
    if (running === null) return;
    const family = [running, ...childrenOf(running)];
    signalProcess(running, "SIGKILL");
    await untilGone(() => family.every((member) => commandLineOf(member) === ""), spec.service, 10_000);
    forgetTakenPid();
  }

  const removeData = () => removePostgresData(cluster);

  return {
    mode: "process",
    state: async () => {
      if (pid() !== null) return { state: "running", hint: null };
      try {
        postgresBinDir();
        return { state: "stopped", hint: null };
      } catch (error) {
        return { state: "unavailable", hint: errorText(error) };
      }
    },
    start,
    kill,
    stop,
    recreate: async () => {
      await stop();
      removeData();
      await start();
    },
    removeData,
    target: async () => {
      const account = postgresAccount();
      return {
        kind: "process",
        name: spec.service,
        config: {
          pid_file: pidFile,
          start: startCommand(cluster),
          stop: [
            join(postgresBinDir(), "pg_ctl"),
            "stop",
            "--wait",
            "--timeout=60",
            "--mode=fast",
            `--pgdata=${cluster.dataDir}`,
          ],
          run_as: account && { uid: account.uid, gid: account.gid },
        },
      };
    },
  };
}
