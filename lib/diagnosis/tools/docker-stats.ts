import { z } from "zod";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { bytes } from "../figures";
import { containerOf, engine, isContainer } from "./container";
import { tool } from "./tool";

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
