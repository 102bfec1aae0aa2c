import { chmodSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("directed-redis-cli.mjs", import.meta.url));

/**
 * What the directed command prints before it does what the real one does: so many stamped lines, now and then; or so many lines as fast as
 * it can, between two stamped ones.
 */
export type Direction = { what: "ticks" | "lines"; count: number };

export const lineOf = (number: number, count: number): string =>
  `line ${number} of ${count}: a key was looked at and left alone`;

/** The stamped lines in a text: their numbers, and when they were written in milliseconds since 1970. */
export function ticksIn(text: string): { number: number; writtenAt: number }[] {
  return [...text.matchAll(/tick (\d+) ([\d.]+);/g)].map(([, number, at]) => ({
    number: Number(number),
    writtenAt: Number(at),
  }));
}

/** Puts a directed `redis-cli` into the folder that stands first in PATH, while `work` lasts. */
export async function whileDirected<T>(bin: string, { what, count }: Direction, work: () => Promise<T>): Promise<T> {
  const path = join(bin, "redis-cli");
  const words = [process.execPath, SCRIPT, what, String(count), realRedisCli(bin)].map(quoted).join(" ");
  writeFileSync(path, `#!/bin/sh\nexec ${words} "$@"\n`);
  chmodSync(path, 0o755);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function realRedisCli(bin: string): string {
  const folders = (process.env.PATH ?? "").split(":").filter((folder) => folder !== "" && folder !== bin);
  const found = folders.map((folder) => join(folder, "redis-cli")).find((path) => existsSync(path));
  if (!found) throw new Error("redis-cli is not in PATH");
  return found;
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
