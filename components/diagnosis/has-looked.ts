import type { EvidenceView } from "@/lib/diagnosis/contract";

// What the incident itself and its alerts say: heard, not seen.
const HEARD: ReadonlySet<string> = new Set(["sample", "alerts"]);

/** Whether anything was observed at the service itself. */
export const hasLooked = (evidence: readonly Pick<EvidenceView, "source">[]): boolean =>
  evidence.some(({ source }) => !HEARD.has(source));
