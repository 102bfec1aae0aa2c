import { spawnSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopWith } from "./say.mjs";

/** The command line of a running process, or null. A pid alone proves nothing: after a restart it belongs to something else. */
export function commandOf(pid) {
  if (existsSync("/proc/self/cmdline")) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || null;
    } catch {
      // It ended.
      return null;
    }
  }
  const { status, stdout } = spawnSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : null;
}

function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Either half of `up`: the one that installs what the other needs, and the other. */
const isUp = (command) => command?.includes("up.mjs") || command?.includes("install.mjs up");

/** Whether this `up` may run in `home`; ends the process with one line while another one runs there. Held until the process ends. */
export function takeLock(home) {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(home, "up.lock");
  const own = `${file}.${process.pid}`;
  // Said at the end: ending the process skips what is left to do, and `own` would stay behind.
  let refusal = null;
  try {
    writeFileSync(own, String(process.pid), { mode: 0o600 });
    // A link appears with its content, so nobody reads a lock that has no pid yet.
    while (refusal === null && !tryLink(own, file)) {
      const pid = Number(readFileSync(file, "utf8"));
      if (pid !== process.pid && isUp(commandOf(pid)))
        refusal = `it already runs in ${home} (process ${pid}); stop that one with Ctrl-C, or start another with PORT=3001 NIGHTSHIFT_HOME=.nightshift/second npm run up`;
      else rmSync(file, { force: true });
    }
  } catch (error) {
    refusal = `${home} cannot be written (${error.code ?? error.message}); set NIGHTSHIFT_HOME to a folder of yours`;
  } finally {
    rmSync(own, { force: true });
  }
  if (refusal !== null) stopWith(refusal);
  process.on("exit", () => {
    if (existsSync(file) && readFileSync(file, "utf8") === String(process.pid)) rmSync(file, { force: true });
  });
}
