import type { Severity } from "@/lib/incidents/contract";
import { CRITICAL_BELOW } from "./contract";
import type { ProbeResult } from "./probe";
import type { Cause } from "./probes/kind";
import { probeKinds } from "./probes/registry";
import type { Watched } from "./watched";

export type Failure = { cause: Cause; title: string; description: string; severity: Severity };

/** Says in words what a bad sample shows, and nothing that it does not show. */
export function describeFailure(watched: Watched, result: ProbeResult): Failure {
  const { metrics, errorLines } = result;
  const cause = probeKinds[watched.kind].causeOf(result);
  const used = `${Math.round(100 - result.health)} %`;
  const titles: Record<Cause, string> = {
    memory:
      errorLines.length > 0
        ? `${watched.name} refuses writes: its memory is full`
        : `${watched.name} uses ${used} of its memory`,
    connections:
      errorLines.length > 0
        ? `${watched.name} refuses new connections`
        : `${watched.name} has ${metrics.connections} of ${metrics.max_connections} connections in use`,
    locks: `${watched.name} has ${metrics.waiting_on_locks} sessions waiting for locks`,
    down: `${watched.name} does not answer`,
    unhealthy: `${watched.name} refuses Nightshift's login`,
  };
  const { host, port } = watched.connection;
  const where = `${watched.kind === "redis" ? "Redis" : "Postgres"} at ${host}:${port}`;
  const what = errorLines[0] ? `It says: ${errorLines[0]}` : figuresOf(cause, metrics);
  return {
    cause,
    title: titles[cause],
    description:
      `${where} was probed twice in a row with a health below 70 %, the second time ${result.health} %. ${what}`.trim(),
    severity: severityOf(cause, result.health),
  };
}

function severityOf(cause: Cause, health: number): Severity {
  if (cause === "down" || health < CRITICAL_BELOW) return cause === "unhealthy" ? "high" : "critical";
  return health < 50 ? "high" : "medium";
}

/** The figures that health is counted by, in a sentence; empty for what is not about figures. */
export function figuresOf(cause: Cause, metrics: ProbeResult["metrics"]): string {
  if (cause === "memory") return `It uses ${metrics.used_memory} of ${metrics.maxmemory} bytes.`;
  if (cause === "connections" || cause === "locks") {
    return `${metrics.connections} of ${metrics.max_connections} connections are in use: ${metrics.active} active, ${metrics.idle} idle, ${metrics.idle_in_transaction} idle in a transaction; ${metrics.waiting_on_locks} wait for a lock.`;
  }
  return "";
}
