import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { unavailable } from "@/lib/platform/errors";
import type { PracticeServer } from "../server";
import { until } from "../until";
import { livePid, signalProcess, untilGone } from "./pid-file";
import { refuseTakenPort } from "./port";
import { isRedisInstalled, redisHint } from "./redis-program";

const run = promisify(execFile);
const practiceConf = fileURLToPath(new URL("../images/redis/practice.conf", import.meta.url));

/** The practice Redis as a daemon of its own: it outlives this process and is found again by its pid file. */
export function redisProcess(spec: { service: string; folder: string; port: number; program: string }): PracticeServer {
  const conf = join(spec.folder, "redis.conf");
  const pidFile = join(spec.folder, "redis.pid");
  const logFile = join(spec.folder, "redis.log");

  // Redis rewrites its title to "redis-server 127.0.0.1:6380"; some builds keep the command line.
  const isOurs = (commandLine: string) =>
    /\b(redis|valkey)-server\b/.test(commandLine) &&
    (commandLine.includes(conf) || new RegExp(`:${spec.port}(\\s|$)`).test(commandLine));
  const pid = () => livePid(pidFile, isOurs);

  const settings = () =>
    [
      readFileSync(practiceConf, "utf8").trimEnd(),
      `port ${spec.port}`,
      "bind 127.0.0.1",
      "daemonize yes",
      ...Object.entries({ dir: spec.folder, pidfile: pidFile, logfile: logFile }).map(
        ([name, path]) => `${name} ${JSON.stringify(path)}`,
      ),
      "",
    ].join("\n");

  async function end(signal: "SIGTERM" | "SIGKILL", timeoutMs: number): Promise<void> {
    const running = pid();
    if (running === null) return;
    signalProcess(running, signal);
    await untilGone(() => pid() === null, spec.service, timeoutMs);
  }
  const kill = () => end("SIGKILL", 10_000);
  const stop = () => end("SIGTERM", 5_000).catch(kill);

  async function start(): Promise<void> {
    const wanted = settings();
    if (pid() !== null) {
      if (existsSync(conf) && readFileSync(conf, "utf8") === wanted) return;
      await stop();
    }
    if (!isRedisInstalled(spec.program)) throw unavailable(redisHint());
    await refuseTakenPort(spec.service, spec.port);
    mkdirSync(spec.folder, { recursive: true });
    writeFileSync(conf, wanted, { mode: 0o600 });
    rmSync(pidFile, { force: true });
    await run(spec.program, [conf]).catch((error) => {
      throw new Error(`redis-server did not start: ${lastLine(error.stdout || error.stderr || error.message)}`);
    });
    await until(() => pid() !== null, { what: "redis-server did not start", timeoutMs: 5_000, everyMs: 20 }).catch(
      (error) => {
        throw existsSync(logFile)
          ? new Error(`redis-server did not start: ${lastLine(readFileSync(logFile, "utf8"))}`)
          : error;
      },
    );
  }

  return {
    mode: "process",
    state: async () => {
      if (pid() !== null) return { state: "running", hint: null };
      return isRedisInstalled(spec.program)
        ? { state: "stopped", hint: null }
        : { state: "unavailable", hint: redisHint() };
    },
    start,
    kill,
    stop,
    recreate: async () => {
      await kill();
      await start();
    },
    target: async () => ({
      kind: "process",
      name: spec.service,
      // Null: Redis ends cleanly on SIGTERM, and redis-cli would be refused just when every connection is taken.
      config: { pid_file: pidFile, start: [spec.program, conf], stop: null, run_as: null },
    }),
  };
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
