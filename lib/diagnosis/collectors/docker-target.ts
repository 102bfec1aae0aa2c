import Docker from "dockerode";
import { clock } from "@/lib/platform/clock";
import type { Finding, Known, TargetState } from "../facts";
import { type Answer, ask, COLLECTOR_MS, commandLine } from "./finding";
import { LOG_LINES, lastLines } from "./last-lines";
import { logSigns } from "./log-signs";

/** What the engine's 404 says. */
export const noContainer: Answer = {
  text: "There is no container of this name",
  facts: { target: { state: "missing" } },
};

/** What the Docker engine says about the container: its state, how it ended, and the end of its log. */
export async function collectFromDocker(name: string, secrets: readonly string[]): Promise<Finding[]> {
  const docker = new Docker({ timeout: COLLECTOR_MS });
  let hasTerminal = false;
  const state = await ask("docker.inspect", commandLine(["docker", "inspect", name]), COLLECTOR_MS, async (signal) => {
    try {
      const info = await docker.getContainer(name).inspect({ abortSignal: signal });
      hasTerminal = info.Config.Tty;
      return readInspect(info);
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 404) throw error;
      return noContainer;
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
    const lines = lastLines(hasTerminal ? raw.toString() : demultiplex(raw), secrets);
    return { text: lines.join("\n"), facts: { targetLog: logSigns(lines) } };
  });
  return [state, log];
}

type Info = Docker.ContainerInspectInfo;
type Container = Known["container"];

/** What an inspection says. The engine's own sentence of why a start failed is sorted into kinds; its words decide no more than that. */
export function readInspect(info: Info): Answer {
  const { State: state, RestartCount: restarts, HostConfig: host } = info;
  const startedAt = Date.parse(state.StartedAt);
  return {
    text: shown(info),
    facts: {
      target: stateOf(info),
      container: {
        restarts,
        upS: state.Running && startedAt > 0 ? Math.max(0, (clock.now().getTime() - startedAt) / 1_000) : null,
        isOutOfMemoryKilled: state.OOMKilled,
        exitCode: state.Running ? null : state.ExitCode,
        health: healthOf(state.Health?.Status),
        failingChecks: state.Health?.FailingStreak ?? 0,
        memoryLimitBytes: host.Memory || null,
        startProblem: state.Error ? startProblemOf(state.Error) : null,
      },
    },
  };
}

const healthOf = (status: string | undefined): Container["health"] =>
  status === "healthy" || status === "unhealthy" || status === "starting" ? status : null;

// Moby: daemon/start.go, libnetwork's port allocator, runc.
const startProblems: [RegExp, NonNullable<Container["startProblem"]>][] = [
  [/port is already allocated|address already in use/i, "port"],
  [/executable file not found|exec format error|no such image|exec: .*permission denied/i, "image"],
  [
    /error mounting|invalid mount|mount.*(?:no such file|not a directory|permission denied)|error while mounting volume|no space left/i,
    "volume",
  ],
];
const startProblemOf = (error: string) =>
  startProblems.find(([sign]) => sign.test(error.slice(0, 2_000)))?.[1] ?? "other";

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
