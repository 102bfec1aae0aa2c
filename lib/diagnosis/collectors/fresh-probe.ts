import { type ProbeResult, probe, type Watched } from "@/lib/monitoring";
import { connectionFailureOf, saysOutOfMemory } from "../connection-failure";
import { quoted } from "../excerpt";
import type { Finding } from "../facts";
import { type Answer, ask, COLLECTOR_MS } from "./finding";

/** One probe over a fresh connection, as an application would come: what a newcomer gets right now. */
export function collectFromProbe(watched: Watched): Promise<Finding> {
  const { host, port } = watched.connection;
  const command = `nightshift probe ${watched.name} (a new connection to ${host}:${port})`;
  return ask("probe", command, COLLECTOR_MS, async () => readProbe(await probe(watched)));
}

export function readProbe(result: ProbeResult): Answer {
  const lines = [...new Set([...(result.error ? [result.error] : []), ...result.errorLines])];
  const failures = [...new Set(lines.map(connectionFailureOf))];
  return {
    text: [
      `health ${result.health}`,
      result.latencyMs === null ? "no latency: it did not answer" : `latency ${result.latencyMs.toFixed(1)} ms`,
      ...lines.map((line) => `error ${quoted(line, 300)}`),
      `metrics ${JSON.stringify(result.metrics)}`,
    ].join("\n"),
    facts: {
      probe: {
        health: result.health,
        latencyMs: result.latencyMs,
        failures,
        saysOutOfMemory: lines.some(saysOutOfMemory),
      },
    },
  };
}
