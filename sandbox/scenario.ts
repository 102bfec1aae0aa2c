import type { ServerState } from "./server";

/** One way of breaking a practice service for real. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Breaks it and returns when it is broken. Called only when it is not active already and, except for a crash, the server runs. */
  inject(): Promise<void>;
  /** Lets go of everything that this process holds for the scenario; works whether the server runs or not. */
  letGo?(): Promise<void>;
  /** Undoes what is left in the server itself, after `letGo`, with the server running. */
  heal?(): Promise<void>;
  /** Whether the service, whose server is in this state, is broken in this way now: observed, never remembered. */
  isActive(state: ServerState["state"]): Promise<boolean>;
}
