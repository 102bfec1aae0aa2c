import { z } from "zod";
import { IsoTime } from "../platform/contract";
import { FeedbackView } from "./feedback/contract";
import { ByRules, Hypothesis, RootCause, SpokenCause } from "./judgement-contract";

export { FeedbackVerdict, FeedbackView, GiveFeedback, ToldCause } from "./feedback/contract";
export { ByRules, Hypothesis, RootCause } from "./judgement-contract";
export { Transcript } from "./transcript-contract";

export const DiagnoseInput = z.object({ engine: z.enum(["auto", "rules", "claude"]).default("auto") });

export const Analyze = DiagnoseInput.extend({
  incident_id: z.uuid(),
  question: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .optional()
    .describe("What you want to know besides what is wrong. Only Claude can answer it."),
}).strict();

export const EvidenceView = z
  .object({
    id: z.string(),
    number: z.number().describe("What a sentence cites as [1], [2], …; counts from 1 within a diagnosis."),
    source: z.string(),
    command: z.string().describe("The exact command or query that produced it."),
    excerpt: z.string().describe("At most 4 KB of what was found."),
    has_more: z.boolean().describe("Whether more was found than the excerpt shows."),
    collected_at: IsoTime,
  })
  .meta({ id: "Evidence" });
export type EvidenceView = z.infer<typeof EvidenceView>;

export const EvidenceText = EvidenceView.extend({
  text: z.string().describe("All that is kept of what was found: at most 256 KB, without secrets."),
  is_cut: z.boolean().describe("Whether more was found than is kept."),
}).meta({ id: "EvidenceText" });
export type EvidenceText = z.infer<typeof EvidenceText>;

export const stepKinds = ["thought", "look", "hypothesis", "judgement", "notice"] as const;
export type StepKind = (typeof stepKinds)[number];

/** One step of an investigator, as people can follow it. */
export const InvestigationStep = z
  .object({
    number: z.number(),
    at: IsoTime,
    kind: z.enum(stepKinds),
    text: z.string().describe("A sentence of the investigator's: why it looks, what it supposes, what it makes of it."),
    tool: z.string().nullable(),
    input: z.record(z.string(), z.unknown()).nullable(),
    evidence: z.number().nullable().describe("The number of the evidence that was found."),
    hypothesis: z
      .object({
        id: z.string(),
        fault: z.string().optional(),
        verdict: z.string().optional(),
        confidence: z.number().optional(),
      })
      .nullable(),
  })
  .meta({ id: "InvestigationStep" });
export type InvestigationStep = z.infer<typeof InvestigationStep>;

/** The newest investigation by Claude of an incident, under way or over. */
export const InvestigationView = z
  .object({
    id: z.string(),
    state: z.enum(["running", "completed", "inconclusive", "failed"]),
    is_lost: z
      .boolean()
      .describe("Whether the worker that was at it is lost: then another takes it up again by itself."),
    model: z.string(),
    problem: z.string().nullable().describe("Why it failed: then the rules speak alone."),
    conclusion: z
      .string()
      .nullable()
      .describe("What it came to, also where the rules speak because it names no cause."),
    is_overruled: z.boolean().describe("Whether what the rules measured contradicts it, and stands."),
    steps: z.array(InvestigationStep),
    look_next: z.array(z.string()).describe("Where it would look next."),
    spent: z.object({ calls: z.number(), input_tokens: z.number(), output_tokens: z.number(), usd: z.number() }),
    started_at: IsoTime,
    completed_at: IsoTime.nullable(),
  })
  .meta({ id: "Investigation" });
export type InvestigationView = z.infer<typeof InvestigationView>;

export const questionStates = ["waiting", "running", "answered", "failed", "withdrawn"] as const;

export const AskQuestion = z.strictObject({ question: z.string().trim().min(1).max(1_000) });
export type AskQuestion = z.input<typeof AskQuestion>;

/** What a person asked about an incident that was diagnosed, and what Claude answers. */
export const QuestionView = z
  .object({
    id: z.string(),
    question: z.string(),
    asked_by: z.object({ id: z.string(), name: z.string() }),
    asked_at: IsoTime,
    state: z.enum(questionStates),
    is_lost: z
      .boolean()
      .describe("Whether the worker that was at it is lost: then another takes it up again by itself."),
    model: z.string().nullable(),
    answer: z.array(z.string()).describe("Sentences that cite the evidence below by its numbers."),
    not_known: z.array(z.string()).describe("What could not be answered from what can be seen."),
    problem: z.string().nullable().describe("Why there is no answer."),
    evidence: z.array(EvidenceView).describe("What the answer cites, and what was looked at for it."),
    steps: z.array(InvestigationStep),
    spent: z.object({ calls: z.number(), input_tokens: z.number(), output_tokens: z.number(), usd: z.number() }),
    ended_at: IsoTime.nullable(),
  })
  .meta({ id: "Question" });
export type QuestionView = z.infer<typeof QuestionView>;

export const DiagnosisView = z
  .object({
    id: z.string(),
    state: z.enum(["running", "completed", "inconclusive", "failed"]),
    engine: z.enum(["rules", "claude"]),
    model: z.string().nullable(),
    question: z.string().nullable().describe("What a person wanted to know besides what is wrong."),
    summary: z.string(),
    root_cause: SpokenCause.nullable(),
    hypotheses: z.array(Hypothesis),
    by_rules: ByRules.nullable().describe("What the rules make of the same; null where they speak themselves."),
    immediate_actions: z.array(z.string()),
    long_term_fixes: z.array(z.string()),
    monitoring: z.array(z.string()),
    evidence: z.array(EvidenceView),
    investigation: InvestigationView.nullable().describe(
      "What Claude did or does about it; null when it was not asked.",
    ),
    cost: z.object({ input_tokens: z.number(), output_tokens: z.number(), usd: z.number() }),
    spent_on_incident: z
      .object({ answers: z.number(), usd: z.number() })
      .describe("What all investigations and questions about the incident have cost, however they ended."),
    feedback: z.array(FeedbackView).describe("What people say of it, the newest word of each, oldest first."),
    started_at: IsoTime,
    completed_at: IsoTime.nullable(),
  })
  .meta({ id: "Diagnosis" });
export type DiagnosisView = z.infer<typeof DiagnosisView>;

/** A diagnosis in a list: what came of it. */
export const DiagnosisSummary = DiagnosisView.pick({
  id: true,
  state: true,
  engine: true,
  model: true,
  summary: true,
  started_at: true,
  completed_at: true,
})
  .extend({ root_cause: RootCause.nullable() })
  .meta({ id: "DiagnosisSummary" });
export type DiagnosisSummary = z.infer<typeof DiagnosisSummary>;

/**
 * "Get AI Solution": what to do now, later, and what to watch. `based_on` names the diagnosis it was drawn from. While the incident is
 * resolved there are no immediate steps.
 */
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

const Usd = z.number().min(0).max(100_000).multipleOf(0.01, "Whole cents, please");

export const ChangeInvestigationSettings = z
  .object({ is_on: z.boolean(), usd_per_incident: Usd, usd_per_day: Usd, usd_per_month: Usd })
  .superRefine(({ usd_per_incident: incident, usd_per_day: day, usd_per_month: month }, ctx) => {
    // The smaller one would stop what the larger one allows, and nobody would know which of them was meant.
    const refuse = (field: string, message: string) => ctx.addIssue({ code: "custom", path: [field], message });
    if (day < incident) refuse("usd_per_day", "A day needs at least what one incident may cost");
    if (month < day) refuse("usd_per_month", "A month needs at least what a day may cost");
  });
export type ChangeInvestigationSettings = z.input<typeof ChangeInvestigationSettings>;

const SpentInTime = z.object({ usd: z.number(), answers: z.number(), incidents: z.number() });

/** What Claude may spend on an organization's incidents, and what it has. */
export const InvestigationSettingsView = z
  .object({
    is_on: z.boolean(),
    usd_per_incident: z.number(),
    usd_per_day: z.number(),
    usd_per_month: z.number(),
    updated_at: IsoTime.nullable().describe("Null while nobody has changed the usual limits."),
    today: SpentInTime.describe("Since midnight, UTC."),
    this_month: SpentInTime.describe("Since the first of the month, UTC."),
    promised_usd: z.number().describe("What investigations under way may still spend."),
    claude: z.object({
      is_set_up: z.boolean().describe("Whether there is a key for it."),
      model: z.string(),
      is_price_known: z.boolean().describe("If not, a dear model's price is counted."),
    }),
  })
  .meta({ id: "InvestigationSettings" });
export type InvestigationSettingsView = z.infer<typeof InvestigationSettingsView>;

/** Who can investigate now, what is left to spend, and what is under way. */
export const AgentStatus = z
  .object({
    engines: z.array(
      z.object({
        name: z.enum(["rules", "claude"]),
        is_available: z.boolean(),
        why_not: z.string().nullable(),
        model: z.string().nullable(),
      }),
    ),
    has_key: z.boolean().describe("Whether there is a key for Claude; the key itself is never shown."),
    is_price_known: z.boolean().describe("If not, a dear model's price is counted."),
    budget: z.object({
      usd_per_incident: z.number(),
      left_today_usd: z.number(),
      left_this_month_usd: z.number(),
      promised_usd: z.number().describe("Of what is left, what investigations under way may still spend."),
    }),
    running: z.array(
      z.object({
        diagnosis_id: z.string(),
        incident_id: z.string(),
        engine: z.enum(["rules", "claude"]),
        model: z.string().nullable(),
        steps: z.number(),
        usd: z.number(),
        started_at: IsoTime,
      }),
    ),
  })
  .meta({ id: "AgentStatus" });
export type AgentStatus = z.infer<typeof AgentStatus>;

/** One way to look at something: it reads and never writes. */
export const ToolView = z
  .object({
    name: z.string(),
    says: z.string(),
    input: z.record(z.string(), z.unknown()).describe("A JSON Schema."),
  })
  .meta({ id: "Tool" });
export type ToolView = z.infer<typeof ToolView>;

/** What a model is told first, word for word. */
export const PromptView = z
  .object({ name: z.string(), says: z.string(), text: z.string(), sha256: z.string() })
  .meta({ id: "Prompt" });
export type PromptView = z.infer<typeof PromptView>;
