import { targetTool } from "./target-tool";

export const targetLog = targetTool(
  "server_log",
  "The last lines of the log of the service's container or process.",
  1,
);
