import type { Scenario } from "./scenario";
import type { PracticeServer } from "./server";

/** The server is killed. Nothing starts it again but a person, an action or heal. */
export function crash(server: PracticeServer, serverName: string): Scenario {
  return {
    id: "crash",
    title: "Kill the server",
    description:
      server.mode === "docker"
        ? `Kills the container of ${serverName} (SIGKILL): connection refused.`
        : `Kills the ${serverName} process (SIGKILL): connection refused.`,
    inject: () => server.kill(),
    isActive: async (state) => state === "stopped",
  };
}
