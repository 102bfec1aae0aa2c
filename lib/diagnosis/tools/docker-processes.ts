import { z } from "zod";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { containerOf, engine, isContainer } from "./container";
import { tool } from "./tool";

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
