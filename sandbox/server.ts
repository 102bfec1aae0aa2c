import type { PracticeTarget } from "@/lib/platform/practice-contract";

/** Whether a practice server runs. `hint` says why it cannot, and what to type, when it is `unavailable`. */
export type ServerState = { state: "running" | "stopped"; hint: null } | { state: "unavailable"; hint: string };

/** One practice server and how it is run: in a container or as a local process. Callers hold the service's lock for every change. */
export interface PracticeServer {
  readonly mode: "docker" | "process";
  state(): Promise<ServerState>;
  /** Creates what is missing and starts what is stopped. Does not wait for the server to answer. */
  start(): Promise<void>;
  /** Ends the server as a crash would (SIGKILL) and returns when it is gone. Does nothing when it is not running. */
  kill(): Promise<void>;
  /** Makes the server anew, with none of its data: for one that runs and does not answer us. */
  recreate(): Promise<void>;
  /** Stops the server and leaves no process and no container behind. */
  stop(): Promise<void>;
  /** Where commands for the server run. */
  target(): Promise<PracticeTarget["target"]>;
}
