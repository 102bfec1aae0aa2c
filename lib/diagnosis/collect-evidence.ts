import { secretsOfWatched, type Watched } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { collectFromDocker } from "./collectors/docker-target";
import { collectFromProbe } from "./collectors/fresh-probe";
import { collectFromPostgres } from "./collectors/postgres";
import { collectFromProcess } from "./collectors/process-target";
import { collectFromRedis } from "./collectors/redis";
import type { Finding } from "./facts";

const ALL_MS = 15_000;
// What is left for the target and for storing, whatever the service does.
const SPARE_MS = 1_000;

/** Everything that can be learned about a service right now, in at most 15 seconds. Changes nothing and never throws for a service's state. */
export async function collectEvidence(watched: Watched): Promise<Finding[]> {
  const until = clock.now().getTime() + ALL_MS - SPARE_MS;
  const target = collectFromTarget(watched);
  // The probe first, and alone: next to a session of ours it might itself be the one connection too many.
  const probed = await collectFromProbe(watched);
  const remainingMs = until - clock.now().getTime();
  const session = await (watched.kind === "redis" ? collectFromRedis : collectFromPostgres)(watched, remainingMs);
  return [probed, ...session, ...(await target)];
}

/** What is known of where it runs: a container or a process. */
export async function collectFromTarget(watched: Watched): Promise<Finding[]> {
  const { kind, target } = watched;
  const secrets = secretsOfWatched(watched);
  if (target.kind === "docker") return collectFromDocker(target.name, secrets);
  if (target.kind === "process" && target.config) return collectFromProcess(kind, target.config, secrets);
  return [];
}
