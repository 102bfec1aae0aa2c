import { z } from "zod";
import type { Prisma } from "@/lib/platform/db";
import { redactDeep } from "@/lib/platform/redact";
import { storable } from "@/lib/platform/storable";
import type { Finding, Known } from "./facts";

/** Rules look at the biggest of many, which come first. */
const MOST_ITEMS = 50;
const MOST_CHARS = 300;

export type RecordedFacts = Pick<Finding, "facts" | "outcome">;

/**
 * What the rules saw in a finding, as it is kept beside the text that people read, so that it can be judged again: redacted and bounded. The
 * text cannot be read back everywhere: a table of ten thousand clients is a summary there.
 */
export const recordFacts = ({ facts, outcome }: Finding, secrets: readonly string[]): Prisma.InputJsonObject =>
  storable(bounded(redactDeep({ facts, outcome }, secrets))) as Prisma.InputJsonObject;

function bounded(value: unknown): unknown {
  if (typeof value === "string") return value.slice(0, MOST_CHARS);
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(bounded);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, bounded(item)]));
}

const Recorded = z.object({
  facts: z.record(z.string(), z.unknown()),
  outcome: z.enum(["answered", "refused", "late"]),
});

/** What was recorded with evidence; null where an earlier version recorded nothing. */
export function recordedFacts(kept: unknown): RecordedFacts | null {
  const { success, data } = Recorded.safeParse(kept);
  return success ? { ...data, facts: data.facts as Partial<Known> } : null;
}
