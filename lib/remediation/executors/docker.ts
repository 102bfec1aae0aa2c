import type { Readable } from "node:stream";
import type { Watched } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { docker, isNotThere } from "@/lib/platform/docker";
import { errorText, unavailable } from "@/lib/platform/errors";
import type { Command } from "../catalog/action";
import { displayArgv } from "./display";
import { type Chunk, type Executor, KILL_GRACE_MS, MARK, type Started } from "./executor";

// Killing the client of `docker exec` leaves the command running, so it is looked for by its mark inside the container. The script is
// constant; the mark is an argument. It needs nothing but a shell, tr and grep, which every image with redis-cli or psql has.
const KILL_SCRIPT = `found=0
for dir in /proc/[0-9]*; do
  pid=\${dir#/proc/}
  if [ "$pid" != "$$" ] && tr '\\0' '\\n' <"$dir/environ" 2>/dev/null | grep -qxF "$1"; then
    kill -s "$2" "$pid" 2>/dev/null && found=$((found + 1))
  fi
done
echo "$found"`;

/** `approvedId` is the container that a permit names: commands go to that one, whatever bears its name by now. */
export function dockerExecutor(watched: Watched, approvedId?: string): Executor {
  const name = watched.target.name;
  const container = () => docker().getContainer(approvedId ?? name);

  async function signalMarked(mark: string, signal: "TERM" | "KILL"): Promise<number> {
    const started = await exec(["sh", "-c", KILL_SCRIPT, "sh", `${MARK}=${mark}`, signal], {});
    let text = "";
    for await (const chunk of started.output) if (chunk.stream === "stdout") text += chunk.data.toString();
    return Number.parseInt(text, 10) || 0;
  }

  async function exec(argv: string[], env: Record<string, string>): Promise<Omit<Started, "kill">> {
    const created = await container().exec({
      Cmd: argv,
      Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = (await created.start({ hijack: true, stdin: false })) as unknown as Readable;
    let ended: () => void = () => {};
    const drained = new Promise<void>((done) => {
      ended = done;
    });
    async function* output(): AsyncGenerator<Chunk> {
      try {
        yield* frames(stream);
      } finally {
        ended();
      }
    }
    const exitCode = drained.then(async () => (await created.inspect()).ExitCode ?? null);
    // Not everybody waits for it, and an engine that has gone away meanwhile must not take the worker along. Who waits hears of it.
    exitCode.catch(() => {});
    return { output: output(), exitCode };
  }

  async function killMarked(mark: string): Promise<number> {
    try {
      const found = await signalMarked(mark, "TERM");
      if (found === 0) return 0;
      const patience = clock.now().getTime() + KILL_GRACE_MS;
      while (clock.now().getTime() < patience) {
        if ((await signalMarked(mark, "TERM")) === 0) return found;
        await clock.sleep(100);
      }
      await signalMarked(mark, "KILL");
      return found;
    } catch (error) {
      // Gone, so nothing runs in it.
      if (isNotThere(error)) return 0;
      if ((error as { statusCode?: number }).statusCode !== 409) throw error;
      // Stopped, so nothing runs in it either; or paused, and then what runs in it is frozen and out of reach.
      if ((await container().inspect()).State.Paused)
        throw unavailable(`${name} is paused: what was started in it is frozen, and goes on when it is unpaused`);
      return 0;
    }
  }

  /** As `docker restart` does: the engine carries it out to the end once it was asked, so there is nothing to kill. */
  function byEngine(asked: Promise<unknown>): Started {
    const problem = asked.then(
      () => null,
      (error: unknown) => (isNotThere(error) ? `${name} does not exist any more` : errorText(error)),
    );
    return {
      output: (async function* (): AsyncGenerator<Chunk> {
        const text = await problem;
        yield { stream: text === null ? "stdout" : "stderr", data: Buffer.from(`${text ?? name}\n`) };
      })(),
      exitCode: problem.then((text) => (text === null ? 0 : null)),
      problem,
      kill: null,
    };
  }

  return {
    async identity() {
      try {
        return (await docker().getContainer(name).inspect()).Id;
      } catch (error) {
        if (isNotThere(error)) return null;
        throw error;
      }
    },

    display(command) {
      if (command.kind === "run") return displayArgv(["docker", "exec", name, ...command.argv]);
      if (command.kind === "restart-container") return displayArgv(["docker", "restart", name]);
      if (command.kind === "unpause-container") return displayArgv(["docker", "unpause", name]);
      throw new Error(`A container does not know the command ${command.kind}`);
    },

    async start(command: Command, mark: string): Promise<Started> {
      if (command.kind === "run") {
        const started = await exec(command.argv, { ...command.env, [MARK]: mark });
        return { ...started, kill: async () => void (await killMarked(mark)) };
      }
      if (command.kind === "restart-container") return byEngine(container().restart({ t: command.graceSeconds }));
      if (command.kind === "unpause-container") return byEngine(container().unpause());
      throw new Error(`A container does not know the command ${command.kind}`);
    },

    killMarked,
  };
}

/** Splits the engine's multiplexed stream: an 8-byte header (stream, 0, 0, 0, length big-endian) before each payload (Docker API, "Attach"). */
async function* frames(stream: Readable): AsyncGenerator<Chunk> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of stream) {
    rest = rest.length > 0 ? Buffer.concat([rest, piece as Buffer]) : (piece as Buffer);
    while (rest.length >= 8) {
      const length = rest.readUInt32BE(4);
      if (rest.length < 8 + length) break;
      yield { stream: rest[0] === 2 ? "stderr" : "stdout", data: rest.subarray(8, 8 + length) };
      rest = rest.subarray(8 + length);
    }
  }
}
