import { z } from "zod";
import type { IsoTime } from "../platform/contract";

export const DiagnoseInput = z.object({ engine: z.enum(["auto", "rules", "claude"]).default("auto") });

export type EvidenceView = {
  id: string;
  /** What a sentence cites as [1], [2], …; counts from 1 within a diagnosis. */
  number: number;
  source: string;
  /** The exact command or query that produced it. */
  command: string;
  excerpt: string;
  collected_at: IsoTime;
};

export type Hypothesis = {
  component: string;
  fault: string;
  statement: string;
  /** 0 to 1. */
  confidence: number;
  verdict: "confirmed" | "likely" | "rejected";
  /** Ids of evidence. */
  evidence: string[];
};

export type RootCause = { component: string; fault: string; statement: string; confidence: number };

export type DiagnosisView = {
  id: string;
  state: "running" | "completed" | "inconclusive" | "failed";
  engine: "rules" | "claude";
  model: string | null;
  summary: string;
  root_cause: RootCause | null;
  hypotheses: Hypothesis[];
  immediate_actions: string[];
  long_term_fixes: string[];
  monitoring: string[];
  evidence: EvidenceView[];
  cost: { input_tokens: number; output_tokens: number; usd: number };
  started_at: IsoTime;
  completed_at: IsoTime | null;
};

/** "Get AI Solution": what to do now, later, and what to watch. `based_on` names the diagnosis it was drawn from. */
export type SolutionView = {
  based_on: string;
  engine: "rules" | "claude";
  summary: string;
  immediate_steps: string[];
  long_term_fixes: string[];
  monitoring: string[];
  created_at: IsoTime;
};
