// `node scripts/setup/complete-lock.mjs`, after an `npm install` from a registry that does not carry other platforms' builds: npm leaves
// those out of package-lock.json, and `npm ci` then refuses the file, here and on every other platform. This writes the entries that
// npm would have written, except for the checksums, which only a registry that has the packages can tell.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./settings.mjs";

const file = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));

/** Where node would find `name` from the package at `from`, or null. */
function resolved(from, name) {
  for (let base = from; ; base = base.replace(/(^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, "")) {
    const path = `${base && `${base}/`}node_modules/${name}`;
    if (lock.packages[path]) return path;
    if (base === "") return null;
  }
}

const CPUS = { arm64: "arm64", x64: "x64", ia32: "ia32", wasm32: "wasm32", arm: "arm" };
const SYSTEMS = ["android", "darwin", "freebsd", "linux", "win32"];

/** What a platform package's name says about where it belongs: `swc-linux-x64-musl`. */
function platformOf(name) {
  const parts = name.split(/[/-]/);
  const cpu = parts.map((part) => CPUS[part]).find(Boolean);
  const os = SYSTEMS.find((system) => parts.includes(system));
  if (!cpu) return null;
  const libc = parts.includes("musl") ? "musl" : parts.includes("gnu") ? "glibc" : null;
  return { cpu: [cpu], ...(libc && { libc: [libc] }), ...(os && { os: [os] }) };
}

let added = 0;
for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const platform = platformOf(name);
    if (resolved(path, name) || !platform || !/^\d+\.\d+\.\d+/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = { version, ...platform, ...(parent.dev && { dev: true }), optional: true };
    added += 1;
  }
}
const [own, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([own, ...others.sort(([a], [b]) => a.localeCompare(b, "en"))]);
if (added > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added > 0 ? `Added ${added} platform packages to package-lock.json` : "package-lock.json is complete");
