import type { Prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { redact, redactDeep } from "@/lib/platform/redact";
import { cleaned, cut, EXCERPT_BYTES } from "./excerpt";
import type { Finding } from "./facts";
import { recordFacts } from "./recorded-facts";

/** So much of an answer is kept behind its excerpt. */
export const BODY_BYTES = 256 * 1024;

export type EvidenceRow = Omit<Prisma.EvidenceCreateManyInput, "excerpt" | "body" | "number"> & {
  number: number;
  excerpt: string;
  body: string | null;
};

type Of = {
  diagnosisId: string;
  organizationId: string;
  incidentId: string;
  questionId?: string | null;
  /** Of the service that it is about. */
  secrets: readonly string[];
};

/** A finding as it is kept for good: redacted, numbered, with an excerpt that people read and what is behind it. */
export function rowOf(
  of: Of,
  number: number,
  finding: Finding,
  asked: { tool: string; input: Prisma.InputJsonObject } | null = null,
): EvidenceRow {
  const clean = cleaned(finding.text, of.secrets);
  const excerpt = cut(clean, EXCERPT_BYTES);
  return {
    id: newId(),
    organizationId: of.organizationId,
    incidentId: of.incidentId,
    diagnosisId: of.diagnosisId,
    questionId: of.questionId ?? null,
    number,
    source: finding.source,
    command: redact(finding.command, of.secrets),
    excerpt,
    body: excerpt === clean ? null : cut(clean, BODY_BYTES),
    collectedAt: finding.collectedAt,
    ...(asked
      ? { tool: asked.tool, input: redactDeep(asked.input, of.secrets) }
      : { facts: recordFacts(finding, of.secrets) }),
  };
}
