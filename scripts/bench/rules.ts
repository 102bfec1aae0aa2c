import { judgeRecording, RECORDED_AT, type Recording, recordings } from "@/lib/diagnosis";
import { clock, useClock } from "@/lib/platform/clock";
import { ms } from "./figures";
import type { Finding } from "./table";

const OUTPUTS = 400;
const BOUND_MS = 300;

/**
 * The CPU that reading and judging 400 recorded outputs takes, all threads and garbage collection included, from the first one on: nothing is
 * warmed up, as nothing is when an incident comes at night.
 */
export async function benchRules(): Promise<Finding[]> {
  const { within, diagnoses } = enough();
  // biome-ignore lint/correctness/useHookAtTopLevel: it sets the clock, and has nothing to do with React
  const restore = useClock({ now: () => RECORDED_AT, sleep: clock.sleep });
  const before = process.cpuUsage();
  const named = new Set(within.map((recording) => judgeRecording(recording).rootCause?.fault ?? null));
  const { user, system } = process.cpuUsage(before);
  restore();
  const spentMs = (user + system) / 1_000;
  return [
    {
      what: `Rules over ${OUTPUTS} outputs`,
      ours: `${ms(spentMs)} of CPU`,
      against: `${diagnoses} diagnoses`,
      difference: `${ms(spentMs / diagnoses)} each, ${named.size - Number(named.has(null))} faults named`,
      bound: `${ms(BOUND_MS)}`,
      verdict: spentMs <= BOUND_MS ? "ok" : "OVER",
    },
  ];
}

/** The recordings, and each again with another one of its answers missing, until there are 400 answers. */
function enough(): { within: Recording[]; diagnoses: number } {
  const within: Recording[] = [];
  // In steps through the list, so that every kind of service is among them.
  for (let left = OUTPUTS, i = 0; left > 0; i++) {
    const { recording } = recordings[(i * 7) % recordings.length] ?? {};
    if (!recording) break;
    const missing = i % (recording.outputs.length + 1);
    const outputs = recording.outputs.filter((_, index) => index !== missing).slice(0, left);
    within.push({ ...recording, outputs });
    left -= outputs.length;
  }
  return { within, diagnoses: within.length };
}
