import { z } from "zod";
import { IsoTime } from "../platform/contract";

export const DiagnoseInput = z.object({ engine: z.enum(["auto", "rules", "claude"]).default("auto") });

export const EvidenceView = z
  .object({
    id: z.string(),
    number: z.number().describe("What a sentence cites as [1], [2], …; counts from 1 within a diagnosis."),
    source: z.string(),
    command: z.string().describe("The exact command or query that produced it."),
    excerpt: z.string(),
    collected_at: IsoTime,
  })
  .meta({ id: "Evidence" });
export type EvidenceView = z.infer<typeof EvidenceView>;

export const Hypothesis = z
  .object({
    component: z.string(),
    fault: z.string(),
    statement: z.string(),
    confidence: z.number().describe("0 to 1."),
    verdict: z.enum(["confirmed", "likely", "rejected"]),
    evidence: z.array(z.string()).describe("Ids of evidence."),
  })
  .meta({ id: "Hypothesis" });
export type Hypothesis = z.infer<typeof Hypothesis>;

export const RootCause = z
  .object({ component: z.string(), fault: z.string(), statement: z.string(), confidence: z.number() })
  .meta({ id: "RootCause" });
export type RootCause = z.infer<typeof RootCause>;

export const DiagnosisView = z
  .object({
    id: z.string(),
    state: z.enum(["running", "completed", "inconclusive", "failed"]),
    engine: z.enum(["rules", "claude"]),
    model: z.string().nullable(),
    summary: z.string(),
    root_cause: RootCause.nullable(),
    hypotheses: z.array(Hypothesis),
    immediate_actions: z.array(z.string()),
    long_term_fixes: z.array(z.string()),
    monitoring: z.array(z.string()),
    evidence: z.array(EvidenceView),
    cost: z.object({ input_tokens: z.number(), output_tokens: z.number(), usd: z.number() }),
    started_at: IsoTime,
    completed_at: IsoTime.nullable(),
  })
  .meta({ id: "Diagnosis" });
export type DiagnosisView = z.infer<typeof DiagnosisView>;

/** "Get AI Solution": what to do now, later, and what to watch. `based_on` names the diagnosis it was drawn from. */
export const SolutionView = z
  .object({
    based_on: z.string(),
    engine: z.enum(["rules", "claude"]),
    summary: z.string(),
    immediate_steps: z.array(z.string()),
    long_term_fixes: z.array(z.string()),
    monitoring: z.array(z.string()),
    created_at: IsoTime,
  })
  .meta({ id: "Solution" });
export type SolutionView = z.infer<typeof SolutionView>;
