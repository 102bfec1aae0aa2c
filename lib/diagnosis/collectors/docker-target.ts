import Docker from "dockerode";
import type { Finding, TargetState } from "../facts";
import { ask, COLLECTOR_MS, commandLine } from "./finding";
import { LOG_LINES, lastLines, saysCleanShutdown } from "./last-lines";

/** What the Docker engine says about the container: its state, how it ended, and the end of its log. */
export async function collectFromDocker(name: string): Promise<Finding[]> {
  const docker = new Docker({ timeout: COLLECTOR_MS });
  let hasTerminal = false;
  const state = await ask("docker.inspect", commandLine(["docker", "inspect", name]), COLLECTOR_MS, async (signal) => {
    try {
      const info = await docker.getContainer(name).inspect({ abortSignal: signal });
      hasTerminal = info.Config.Tty;
      return { text: shown(info), facts: { target: stateOf(info) } };
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 404) throw error;
      return { text: "There is no container of this name", facts: { target: { state: "missing" } } };
    }
  });
  if (state.outcome !== "answered" || state.facts.target?.state === "missing") return [state];

  const tail = String(LOG_LINES);
  const command = commandLine(["docker", "logs", "--tail", tail, "--timestamps", name]);
  const log = await ask("docker.logs", command, COLLECTOR_MS, async (signal) => {
    // Bounded in memory too: the engine cuts a line into entries of 16 KB, and `tail` counts entries.
    const raw = await docker
      .getContainer(name)
      .logs({ stdout: true, stderr: true, tail: LOG_LINES, timestamps: true, abortSignal: signal });
    const lines = lastLines(hasTerminal ? raw.toString() : demultiplex(raw));
    return { text: lines.join("\n"), facts: { targetLog: { saysCleanShutdown: saysCleanShutdown(lines) } } };
  });
  return [state, log];
}

type Info = Docker.ContainerInspectInfo;

function stateOf({ State }: Info): TargetState {
  if (State.Paused) return { state: "frozen", pid: State.Pid || null };
  if (State.Running && !State.Restarting) return { state: "running", pid: State.Pid || null, since: State.StartedAt };
  const ended = { state: "stopped", exitCode: State.ExitCode, at: State.FinishedAt } as const;
  if (State.Restarting) return { ...ended, how: "restarting" };
  if (State.Status === "created") return { ...ended, how: "ended", exitCode: null, at: null };
  if (State.OOMKilled) return { ...ended, how: "out-of-memory" };
  // 128 + 9 is a process that SIGKILL ended; 128 + 15 is one that obeyed SIGTERM.
  if (State.ExitCode === 137) return { ...ended, how: "killed" };
  return { ...ended, how: State.ExitCode === 0 || State.ExitCode === 143 ? "clean" : "failed" };
}

/** The part of the answer that speaks of life and death; the rest holds the container's environment, and so its secrets. */
function shown({ Name, Id, State, RestartCount, HostConfig }: Info): string {
  const { Health: _, ...state } = State;
  return JSON.stringify(
    {
      Name,
      Id: Id.slice(0, 12),
      State: state,
      RestartCount,
      HostConfig: { Memory: HostConfig.Memory, RestartPolicy: HostConfig.RestartPolicy },
    },
    null,
    1,
  );
}

/** The engine's stream: frames of an 8-byte header, whose last four bytes are the length, and a payload. */
function demultiplex(raw: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= raw.length; ) {
    const end = at + 8 + raw.readUInt32BE(at + 4);
    parts.push(raw.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts).toString();
}
