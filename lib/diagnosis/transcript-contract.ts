import { z } from "zod";
import { IsoTime } from "../platform/contract";

const AnyInput = z.record(z.string(), z.unknown());
const State = z.enum(["completed", "inconclusive"]);

const SeenThen = z.object({
  source: z.string(),
  command: z.string(),
  text: z.string(),
  collected_at: IsoTime,
  tool: z.string().nullable(),
  input: AnyInput.nullable(),
  facts: AnyInput.nullable()
    .default(null)
    .describe("What the rules saw in it. Null for what a tool found, and where an earlier version looked."),
  outcome: z.enum(["answered", "refused", "late"]).default("answered").describe("Whether an answer came."),
});

const SaidThen = z.object({
  content: z.array(
    z.union([
      z.object({ type: z.literal("text"), text: z.string() }),
      z.object({ type: z.literal("tool_use"), name: z.string(), input: AnyInput }),
    ]),
  ),
  stop: z.string(),
  usage: z.object({ input: z.number(), output: z.number(), cacheWrite: z.number(), cacheRead: z.number() }),
});

const JudgedThen = z.object({
  fault: z.string(),
  verdict: z.enum(["confirmed", "likely", "rejected"]),
  confidence: z.number(),
});

/**
 * A diagnosis as it can be judged again by the rules and, where Claude investigated, be played again, without the systems that were looked
 * at. Redacted.
 */
export const Transcript = z
  .object({
    version: z.literal(1),
    origin: z.string().describe("Where it comes from, in words."),
    model: z.string().nullable().describe("Null when the rules spoke alone."),
    incident: z.object({
      number: z.number(),
      title: z.string(),
      description: z.string(),
      severity: z.string(),
      created_at: IsoTime,
    }),
    service: z
      .object({ name: z.string(), kind: z.string(), target: z.enum(["docker", "process", "none"]).default("none") })
      .nullable(),
    by_rules: z
      .object({
        state: z.string(),
        summary: z.string(),
        question: z.string().nullable(),
        fault: z.string().nullable().default(null),
        hypotheses: z.array(JudgedThen).default([]),
      })
      .nullable(),
    evidence: z
      .array(SeenThen)
      .describe("In the order of its numbers. What a tool found comes after what was there when it began."),
    answers: z.array(SaidThen).describe("Empty when the rules spoke alone."),
    outcome: z.object({ state: z.string(), summary: z.string(), fault: z.string().nullable() }),
    expected: z
      .object({ state: State, fault: z.string().nullable() })
      .optional()
      .describe("What the rules should make of it, as somebody knows who wrote it in."),
  })
  .meta({ id: "InvestigationTranscript" });
export type Transcript = z.infer<typeof Transcript>;
