import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@/lib/platform/free-port";
import type { Run } from "../up/run";
import { until } from "./wait";

const PROGRAMS = ["prometheus-alertmanager", "alertmanager"];

/** Prometheus Alertmanager on a port of its own, as its package ships it: alerts in memory, nobody to notify. Null where none is installed. */
export async function startAlertmanager(run: Run): Promise<{ port: number } | null> {
  const program = PROGRAMS.find((name) => spawnSync(name, ["--version"]).status === 0);
  if (!program) return null;
  const port = await freePort();
  const home = join(run.home, "alertmanager");
  mkdirSync(home);
  writeFileSync(join(home, "alertmanager.yml"), "route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n");
  const child = spawn(
    program,
    [
      `--config.file=${join(home, "alertmanager.yml")}`,
      `--storage.path=${join(home, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
      "--log.level=error",
    ],
    { stdio: "ignore" },
  );
  const gone = once(child, "exit");
  run.onStop("Alertmanager", async () => {
    child.kill("SIGKILL");
    await gone;
    rmSync(home, { recursive: true, force: true });
  });
  await until(
    "Alertmanager",
    () =>
      fetch(`http://127.0.0.1:${port}/-/ready`).then(
        (response) => response.ok,
        // Not listening yet.
        () => false,
      ),
    run.signal,
    50,
  );
  return { port };
}
