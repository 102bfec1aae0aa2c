import { z } from "zod";

const Input = z.record(z.string(), z.unknown());
const RecordedEvidence = z.object({
  source: z.string(),
  command: z.string(),
  text: z.string(),
  collected_at: z.iso.datetime(),
  tool: z.string().nullable(),
  input: Input.nullable(),
});
const RecordedAnswer = z.object({
  content: z.array(
    z.union([
      z.object({ type: z.literal("text"), text: z.string() }),
      z.object({ type: z.literal("tool_use"), name: z.string(), input: Input }),
    ]),
  ),
  stop: z.string(),
  usage: z.object({ input: z.number(), output: z.number(), cacheWrite: z.number(), cacheRead: z.number() }),
});

/** An investigation as it can be played again without the systems that it looked at, and without a model. Redacted. */
export const Transcript = z
  .object({
    version: z.literal(1),
    /** Where it comes from, in words. */
    origin: z.string(),
    model: z.string(),
    incident: z.object({
      number: z.number(),
      title: z.string(),
      description: z.string(),
      severity: z.string(),
      created_at: z.iso.datetime(),
    }),
    service: z.object({ name: z.string(), kind: z.string() }).nullable(),
    by_rules: z.object({ state: z.string(), summary: z.string(), question: z.string().nullable() }).nullable(),
    /** In the order of its numbers. What a tool found comes after what was there when it began. */
    evidence: z.array(RecordedEvidence),
    answers: z.array(RecordedAnswer),
    outcome: z.object({ state: z.string(), summary: z.string(), fault: z.string().nullable() }),
  })
  .meta({ id: "InvestigationTranscript" });
export type Transcript = z.infer<typeof Transcript>;
