import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { stopWith } from "./say.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Ends the process with one line unless this Node is new enough. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stopWith(
    `this needs Node 20.19 or newer, and it runs on ${process.versions.node}; install a newer Node and start again`,
  );
}

/** Puts the settings of `.env` beside those of the environment, which win, and answers with the ones that the first steps need. */
export function settings() {
  process.chdir(root);
  if (existsSync(".env")) process.loadEnvFile(".env");
  const port = process.env.PORT || "3000";
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    stopWith(`PORT must be a number from 1 to 65535, and it is "${port}"`);
  const home = resolve(process.env.NIGHTSHIFT_HOME || ".nightshift");
  process.env.NIGHTSHIFT_HOME = home;
  process.env.PORT = port;
  return {
    home,
    port: Number(port),
    withSandbox: process.env.NIGHTSHIFT_SANDBOX !== "off" && process.env.NIGHTSHIFT_DEMO !== "0",
  };
}
