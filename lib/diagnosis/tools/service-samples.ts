import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { listSamples } from "@/lib/monitoring";
import { ask, COLLECTOR_MS } from "../collectors/finding";
import { quoted } from "../excerpt";
import { tool } from "./tool";

const BUCKETS = 30;

export const serviceSamples = tool({
  name: "service_samples",
  says: "How the service did over the last minutes or hours: health, latency and each metric in steps, with lowest, average and highest.",
  input: z.object({ period: z.enum(["15m", "1h", "3h", "1d", "7d"]).default("1h") }),
  fits: ({ watched }) => watched !== null,
  look: ({ ctx, watched }, { period }) => {
    const { name } = watched as Watched;
    return ask("samples", `nightshift samples ${name} of the last ${period}`, COLLECTOR_MS, async () => {
      const samples = await listSamples(ctx, name, { period });
      if (samples.length === 0) return { text: "(no samples in this time)", facts: {} };
      const series = new Map<string, (number | null)[]>();
      samples.forEach((sample, i) => {
        const values = { health: sample.health, latency_ms: sample.latency_ms, ...sample.metrics };
        for (const [key, value] of Object.entries(values)) {
          if (typeof value !== "number") continue;
          const list = series.get(key) ?? new Array(i).fill(null);
          while (list.length < i) list.push(null);
          list.push(value);
          series.set(key, list);
        }
      });
      const errors = [...new Set(samples.flatMap(({ error }) => (error ? [error] : [])))].slice(0, 10);
      return {
        text: [
          `${samples.length} samples from ${samples[0]?.at} to ${samples.at(-1)?.at}, in ${Math.min(BUCKETS, samples.length)} steps:`,
          ...[...series].map(([key, values]) => lineOf(key, values)),
          ...errors.map((error) => `error ${quoted(error, 300)}`),
        ].join("\n"),
        facts: {},
      };
    });
  },
});

function lineOf(name: string, values: (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const figure = (value: number) => String(Math.round(value * 100) / 100);
  const average = known.reduce((sum, value) => sum + value, 0) / known.length;
  const size = Math.ceil(values.length / BUCKETS);
  const steps: string[] = [];
  for (let at = 0; at < values.length; at += size) {
    const part = values.slice(at, at + size).filter((value) => value !== null);
    steps.push(part.length > 0 ? figure(part.reduce((sum, value) => sum + value, 0) / part.length) : "–");
  }
  return `${name}: lowest ${figure(Math.min(...known))}, average ${figure(average)}, highest ${figure(Math.max(...known))}; ${steps.join(" ")}`;
}
