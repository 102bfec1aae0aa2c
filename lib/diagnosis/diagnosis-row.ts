import type { Prisma } from "@/lib/platform/db";
import type { Hypothesis, RootCause } from "./contract";

export type DiagnosisRow = Prisma.DiagnosisGetPayload<Prisma.DiagnosisDefaultArgs>;

/** The cause that a diagnosis by rules has confirmed by what it measured; null when it found none, or merely a likely one. */
export function measuredBy({ rootCause, hypotheses }: DiagnosisRow): string | null {
  const fault = (rootCause as RootCause | null)?.fault;
  const isConfirmed = (hypotheses as Hypothesis[]).some((one) => one.fault === fault && one.verdict === "confirmed");
  return fault !== undefined && isConfirmed ? fault : null;
}
