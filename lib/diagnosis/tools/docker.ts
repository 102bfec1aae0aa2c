import Docker from "dockerode";
import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { cleaned, quoted } from "../excerpt";
import { bytes } from "../figures";
import { type Place, tool } from "./tool";

const isContainer = ({ watched }: Place): boolean => watched?.target.kind === "docker";
const containerOf = ({ watched }: Place): string => (watched as Watched).target.name;
const engine = () => new Docker({ timeout: COLLECTOR_MS });

export const dockerStats = tool({
  name: "docker_stats",
  says: "What the container uses right now: CPU, memory against its limit, processes, disk and network since its start.",
  input: z.object({}),
  fits: isContainer,
  look: (place) => {
    const name = containerOf(place);
    return ask("docker.stats", commandLine(["docker", "stats", "--no-stream", name]), COLLECTOR_MS, async () => {
      const stats = await engine().getContainer(name).stats({ stream: false });
      const cpus = stats.cpu_stats.online_cpus || 1;
      const used = stats.cpu_stats.cpu_usage.total_usage - stats.precpu_stats.cpu_usage.total_usage;
      const passed = stats.cpu_stats.system_cpu_usage - (stats.precpu_stats.system_cpu_usage || 0);
      const { usage = 0, limit = 0 } = stats.memory_stats;
      const cpu = passed > 0 ? `${((used / passed) * cpus * 100).toFixed(1)} % of one CPU, of ${cpus}` : "not known";
      return {
        text: [
          `cpu ${cpu}`,
          `memory ${bytes(usage)} of ${limit > 0 ? bytes(limit) : "no limit"}`,
          `throttled ${stats.cpu_stats.throttling_data?.throttled_periods ?? 0} periods`,
          `processes ${stats.pids_stats?.current ?? "not known"}`,
        ].join("\n"),
        facts: {},
      };
    });
  },
});

export const dockerProcesses = tool({
  name: "docker_processes",
  says: "The processes of the container: user, CPU, memory, how long they run, and the program's name without its arguments.",
  input: z.object({}),
  fits: isContainer,
  look: (place) => {
    const name = containerOf(place);
    const columns = "user,pid,pcpu,rss,etime,comm";
    return ask("docker.top", commandLine(["docker", "top", name, "-eo", columns]), COLLECTOR_MS, async () => {
      const { Titles: titles, Processes: rows } = await engine()
        .getContainer(name)
        .top({ ps_args: `-eo ${columns}` });
      return { text: [titles.join(" | "), ...rows.map((row: string[]) => row.join(" | "))].join("\n"), facts: {} };
    });
  },
});

const MOST_EVENTS = 60;

export const dockerEvents = tool({
  name: "docker_events",
  says: "What happened to the container in the last minutes or hours: started, died, ran out of memory, health changed.",
  input: z.object({ minutes: z.number().int().min(1).max(1_440).default(60) }),
  fits: isContainer,
  look: (place, { minutes }) => {
    const name = containerOf(place);
    const now = Math.floor(clock.now().getTime() / 1_000);
    const since = now - minutes * 60;
    const command = [
      "docker",
      "events",
      "--since",
      String(since),
      "--until",
      String(now),
      "--filter",
      `container=${name}`,
    ];
    return ask("docker.events", commandLine(command), COLLECTOR_MS, async (signal) => {
      const filters = { container: [name], type: ["container"] };
      const stream = await engine().getEvents({
        since,
        until: now,
        filters,
        abortSignal: signal,
      } as Docker.GetEventsOptions);
      let text = "";
      for await (const chunk of stream) text += chunk;
      const lines = text.split("\n").flatMap((line) => eventLine(line));
      return {
        text: lines.slice(-MOST_EVENTS).join("\n") || `(nothing happened to it in ${minutes} minutes)`,
        facts: {},
      };
    });
  },
});

function eventLine(line: string): string[] {
  if (line.trim() === "") return [];
  const { time, Action: action, Actor: actor } = JSON.parse(line);
  const exit = actor?.Attributes?.exitCode;
  return [
    `${new Date(time * 1_000).toISOString()} ${quoted(cleaned(String(action)))}${exit ? ` exit code ${quoted(String(exit))}` : ""}`,
  ];
}
