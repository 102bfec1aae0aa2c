import { clock } from "@/lib/platform/clock";
import { redact } from "@/lib/platform/redact";
import type { Reading } from "./probes/kind";
import { probeKinds } from "./probes/registry";
import { secretsOfWatched, type Watched } from "./watched";
import { within } from "./within";

const PROBE_MS = 4_000;
// What a server says may be as long as it likes, and is read by every rule and kept with every sample.
const MOST_WORDS = 4_096;
// Read beyond that, so that no secret is cut in half before it is recognized.
const MARGIN = 1_024;

export type ProbeResult = {
  at: Date;
  /** Percent; 0 when the service could not be reached. */
  health: number;
  /** How long the whole look took; null when it failed. */
  latencyMs: number | null;
  /** Flat, snake_case; empty when nothing could be measured. */
  metrics: Reading["metrics"];
  /** Why it could not be read as an application would read it: the client's or the server's own words, the first 4 KB of them. */
  error: string | null;
  /** What the service really said when it refused something. */
  errorLines: string[];
};

/**
 * Looks at a service once, over fresh connections, for at most 4 seconds. Never throws: a service that cannot be reached has health 0
 * and the client's error text. Records nothing.
 */
export async function probe(watched: Watched): Promise<ProbeResult> {
  const kind = probeKinds[watched.kind];
  const at = clock.now();
  const began = performance.now();
  let reading: Reading;
  try {
    reading = await within(PROBE_MS, `no answer within ${PROBE_MS / 1000} s`, (signal) => kind.read(watched, signal));
  } catch (error) {
    const text = kind.errorText(error);
    reading = { health: 0, metrics: {}, error: text, errorLines: [text] };
  }
  const secrets = secretsOfWatched(watched);
  return {
    at,
    health: reading.health,
    latencyMs: reading.error === null ? Math.round((performance.now() - began) * 100) / 100 : null,
    metrics: reading.metrics,
    error: reading.error === null ? null : wordsOf(reading.error, secrets),
    errorLines: reading.errorLines.map((line) => wordsOf(line, secrets)),
  };
}

function wordsOf(text: string, secrets: readonly string[]): string {
  const clean = redact(text.slice(0, MOST_WORDS + MARGIN), secrets);
  return text.length > MOST_WORDS + MARGIN
    ? `${clean.slice(0, -MARGIN).slice(0, MOST_WORDS)}…`
    : clean.slice(0, MOST_WORDS);
}
