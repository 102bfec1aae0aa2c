import { spawn } from "node:child_process";
import { once } from "node:events";
import { inTime } from "./wait";

/**
 * A command without Nightshift: spawned, its pipe read here. `onData` gets each piece with the milliseconds since the spawn. Resolves
 * with how long all of it took.
 */
export async function runBare(
  argv: string[],
  onData: (data: Buffer, sinceMs: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const [program = "", ...args] = argv;
  const began = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (data: Buffer) => onData(data, performance.now() - began));
  child.stderr.on("data", (data: Buffer) => {
    said += data;
  });
  try {
    const [code] = await inTime(argv.join(" "), once(child, "close"), signal);
    if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${code}: ${said.trim()}`);
  } finally {
    child.kill("SIGKILL");
  }
  return performance.now() - began;
}

/** Milliseconds from the spawn of a command to the first byte of its output. */
export async function firstByteOf(argv: string[], signal: AbortSignal): Promise<number> {
  let first: number | null = null;
  await runBare(
    argv,
    (_, sinceMs) => {
      first ??= sinceMs;
    },
    signal,
  );
  if (first === null) throw new Error(`${argv.join(" ")} printed nothing`);
  return first;
}
