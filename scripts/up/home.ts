import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a file that only its owner can read, whole or not at all, in a folder that only its owner can enter. */
export function writePrivate(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  chmodSync(dirname(path), 0o700);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** The JSON in a private file, or null when there is none. Takes the file back to its owner when others could read it. */
export function readPrivate(path: string): unknown {
  if (!existsSync(path)) return null;
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} is not JSON any more; restore it from a backup, or move the folder away to start anew`, {
      cause: error,
    });
  }
}
