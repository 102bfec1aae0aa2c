import type { Watched } from "@/lib/monitoring";
import { conflict } from "@/lib/platform/errors";
import { dockerExecutor } from "./docker";
import type { Executor } from "./executor";
import { processExecutor } from "./process";

/** The executor of a service's target, bound to the identity that a permit names. Throws `conflict` when the service has no target. */
export function executorFor(watched: Watched, approvedIdentity?: string): Executor {
  switch (watched.target.kind) {
    case "docker":
      return dockerExecutor(watched, approvedIdentity);
    case "process":
      return processExecutor(watched);
    case "none":
      throw conflict(`Nightshift has no way to run commands for ${watched.name}: give the service a target first`);
  }
}
