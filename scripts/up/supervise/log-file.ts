import { createWriteStream, existsSync, renameSync, statSync, type WriteStream } from "node:fs";

const KEEP_BYTES = 20 * 1024 * 1024;

/** A log that is appended to; what has grown large by the next start is set aside as `.1`. */
export function logFile(path: string): WriteStream {
  if (existsSync(path) && statSync(path).size > KEEP_BYTES) renameSync(path, `${path}.1`);
  const stream = createWriteStream(path, { flags: "a", mode: 0o600 });
  // A full disk must not end the supervisor.
  stream.on("error", () => {});
  return stream;
}
