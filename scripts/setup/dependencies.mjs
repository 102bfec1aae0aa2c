import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { logFolder, say, stopWith } from "./say.mjs";
import { root } from "./settings.mjs";

const STAMP = join(root, "node_modules/.nightshift-lock");

const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

/** Whether node_modules is what package-lock.json says. */
export const areInstalled = () => existsSync(STAMP) && readFileSync(STAMP, "utf8") === lockHash();

/** Notes in node_modules which package-lock.json it was installed from; npm runs this after every installation. */
export function stampDependencies() {
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(STAMP, lockHash());
}

/** Runs `npm ci` when node_modules does not match package-lock.json. Ends the process with one line when that fails. */
export async function ensureDependencies(home) {
  if (areInstalled()) return;
  say(home, "Installing dependencies with npm ci …");
  const log = join(logFolder(home), "npm-ci.log");
  const output = openSync(log, "w", 0o600);
  // The npm that started this script, when one did, is a file for node; it need not be the one in PATH.
  const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const [program, ...args] = [...npm, "ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=notice"];
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", output, output] });
  const still = setInterval(() => say(home, "… npm ci is still working"), 15_000);
  const interrupt = (signal) => {
    child.kill(signal);
    process.exit(130);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, interrupt);
  const code = await new Promise((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (exitCode, signal) => resolve(signal ?? exitCode));
  });
  clearInterval(still);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, interrupt);
  if (code !== 0) stopWith(`npm ci failed (${code}); what it said is in ${log}; check the network and start again`);
  if (!areInstalled()) stampDependencies();
  say(home, "Dependencies are installed");
}
