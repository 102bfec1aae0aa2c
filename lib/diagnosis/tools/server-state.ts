import { targetTool } from "./target-tool";

/** Where the server runs: a container or a process. */
export const targetState = targetTool(
  "server_state",
  "Whether the container or process of the service runs, since when, how it ended, its exit code and restarts.",
  0,
);
