import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import type { Ctx } from "@/lib/auth";
import { loadWatched, probe, registerPracticeService } from "@/lib/monitoring";
import { freePort } from "@/lib/platform/free-port";
import { openNow } from "./open-now";

// A real Redis behind a `redis-cli` that a test directs: it counts its own starts in a file, outside any database, says that it
// started, prints, waits, prints again, and then does what the real one does. Put `bin` first in PATH.

const STAGE = `#!/bin/bash
# Directed by the files beside it. What each line does is said in test/staged-redis.ts.
here="$(dirname "$0")/.."
echo "$NIGHTSHIFT_EXECUTION $*" >>"$here/starts"
touch "$here/started"
if [ -f "$here/act" ]; then source "$here/act"; fi
PATH="$(echo "$PATH" | sed 's|^[^:]*:||')" redis-cli "$@"
code=$?
touch "$here/exited"
exit $code
`;

const MEGABYTES = 16;

/** Starts a small Redis that can be filled in a moment, registered as a process target of the organization. */
export async function startStagedRedis(ctx: Ctx, name = "redis-test") {
  const dir = mkdtempSync(join(tmpdir(), "nightshift-stage-"));
  const port = await freePort();
  const bin = join(dir, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "redis-cli"), STAGE);
  chmodSync(join(bin, "redis-cli"), 0o755);
  const pidFile = join(dir, "redis.pid");
  const start = [
    "redis-server",
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--dir",
    dir,
    "--pidfile",
    pidFile,
  ];
  const argv = [...start, "--maxmemory", `${MEGABYTES}mb`, "--maxmemory-policy", "noeviction"];
  const server: ChildProcess = spawn("redis-server", argv.slice(1), { stdio: "ignore" });
  const gone = once(server, "exit");
  const admin = new Redis({ port, host: "127.0.0.1", retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  admin.on("error", () => {});
  await admin.ping();

  const { id: serviceId } = await registerPracticeService(ctx, {
    service: name,
    kind: "redis",
    // A daemonized start, because what starts it again must not wait for it.
    target: {
      kind: "process",
      name,
      config: { pid_file: pidFile, start: [...argv, "--daemonize", "yes"], stop: null, run_as: null },
    },
    connection: {
      host: "127.0.0.1",
      port,
      database: null,
      username: null,
      password: null,
      app_username: null,
      app_password: null,
    },
    hint: null,
  });

  return {
    admin,
    bin,
    serviceId,
    /** Bash that runs between the start and the real redis-cli. Null: nothing. */
    act(script: string | null): void {
      for (const file of ["started", "exited", "act"]) rmSync(join(dir, file), { force: true });
      if (script !== null) writeFileSync(join(dir, "act"), script);
    },
    hasStarted: () => existsSync(join(dir, "started")),
    hasExited: () => existsSync(join(dir, "exited")),
    /** How often a command was started for this execution, counted by the command itself. */
    startsOf: (executionId: string) =>
      existsSync(join(dir, "starts"))
        ? readFileSync(join(dir, "starts"), "utf8")
            .split("\n")
            .filter((line) => line.startsWith(`${executionId} `)).length
        : 0,
    /** Fills the memory until the real OOM error, and opens an incident from a real probe. */
    async breakDown(cause = "memory"): Promise<string> {
      const block = "x".repeat(100_000);
      for (let i = 0, full = false; !full; i++) {
        full = await admin.set(`block:${i}`, block).then(
          () => false,
          (error: Error) => error.message.startsWith("OOM"),
        );
      }
      const sample = await probe(await loadWatched(ctx, serviceId));
      const { incidentId } = await openNow(ctx, {
        serviceId,
        serviceName: name,
        affectedSystem: name,
        cause,
        title: `${name} is out of memory`,
        description: "",
        severity: "critical",
        errorLogs: sample.errorLines,
        metricsSnapshot: sample.metrics,
        health: sample.health,
        sampledAt: sample.at,
        source: "test",
        labels: {},
      });
      return incidentId;
    },
    async stop(): Promise<void> {
      admin.disconnect();
      server.kill("SIGKILL");
      await gone;
      if (existsSync(pidFile)) {
        const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
        // Restarted by an execution, so it is not our child any more. ESRCH: it has ended already.
        try {
          process.kill(pid, "SIGKILL");
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
        }
      }
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
