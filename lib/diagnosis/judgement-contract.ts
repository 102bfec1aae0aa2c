import { z } from "zod";

export const Hypothesis = z
  .object({
    component: z.string(),
    fault: z.string(),
    statement: z.string(),
    confidence: z.number().describe("0 to 1."),
    verdict: z.enum(["confirmed", "likely", "rejected"]),
    evidence: z.array(z.string()).describe("Ids of evidence."),
    against: z.array(z.string()).describe("Ids of evidence that speaks against it and was weighed."),
    disproof: z.string().describe("What would show that it is something else; empty when nothing was said of it."),
  })
  .meta({ id: "Hypothesis" });
export type Hypothesis = z.infer<typeof Hypothesis>;

export const RootCause = z
  .object({ component: z.string(), fault: z.string(), statement: z.string(), confidence: z.number() })
  .meta({ id: "RootCause" });
export type RootCause = z.infer<typeof RootCause>;

export const SpokenCause = RootCause.extend({
  is_measured: z
    .boolean()
    .describe("Whether rules confirmed it by what they measured; if not, only Claude or an alert says so."),
});

/** What the rules make of an incident of which Claude speaks, from the evidence that both have under the same numbers. */
export const ByRules = z
  .object({
    id: z.string().describe("Of the diagnosis by rules that Claude's goes on from."),
    says: z
      .enum(["same_cause", "other_cause", "no_fault", "nothing"])
      .describe("Beside Claude's: the same cause, another one, measured that there is none, or could not say."),
    summary: z.string(),
    root_cause: SpokenCause.nullable(),
    hypotheses: z.array(Hypothesis),
  })
  .meta({ id: "DiagnosisByRules" });
export type ByRules = z.infer<typeof ByRules>;
