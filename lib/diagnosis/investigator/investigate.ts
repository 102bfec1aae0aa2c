import type {
  ContentBlock,
  MessageParam,
  ToolResultBlockParam,
  Tool as WireTool,
} from "@anthropic-ai/sdk/resources/messages";
import { z } from "zod";
import type { Prisma } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { redact } from "@/lib/platform/redact";
import { cleaned } from "../excerpt";
import type { Finding } from "../facts";
import type { Outcome } from "../finish-diagnosis";
import { LateError, within } from "../within";
import { Conclude, JudgeHypothesis, ReadMore, StateHypothesis } from "./answers";
import type { Book } from "./book";
import type { Claude } from "./claude";
import { type Eyes, keyOf } from "./eyes";
import type { Fence } from "./fence";
import { hear } from "./hear";
import { Hypotheses } from "./hypotheses";
import { type Limits, Spent } from "./limits";
import { charge, pageOf, shown } from "./prompt";
import { Refusal } from "./refusal";

export type Investigated = { outcome: Outcome } | { problem: string };

type Scene = { claude: Claude; eyes: Eyes; book: Book; fence: Fence; limits: Limits; opening: string };

const LOOK_MS = 20_000;
const ANSWER_MS = 120_000;
const FIRST_ANSWER_TOKENS = 8_000;
const MOST_ANSWER_TOKENS = 32_000;
/** Who asks the same again so often has nothing new to ask. */
const MOST_REPEATS = 4;

const LIMIT_REACHED = "The limit is reached; only conclude is carried out now";

const forms = {
  state_hypothesis: { says: "State what may be wrong, before you test it.", input: StateHypothesis },
  judge_hypothesis: { says: "Say what the evidence makes of a hypothesis.", input: JudgeHypothesis },
  read_more: { says: "Read on in a piece of evidence whose excerpt was cut.", input: ReadMore },
  conclude: { says: "End the investigation with what you found. Call it once, last.", input: Conclude },
} as const;
type Form = keyof typeof forms;

const Why = z.object({ why: z.string().trim().min(1).max(300) });

/**
 * Lets Claude investigate: it looks through `eyes`, everything it sees and says goes into `book`, and it ends with a conclusion whose
 * citations were checked. Ends within the limits, whatever Claude does: what is known by then is an outcome too. A `problem` means that
 * Claude could not be had at all, in words for people.
 */
export async function investigate(scene: Scene): Promise<Investigated> {
  return new Investigation(scene).run();
}

class Investigation {
  private readonly messages: MessageParam[];
  private readonly hypotheses: Hypotheses;
  private readonly spent: Spent;
  private readonly seen = new Map<string, number>();
  private repeats = 0;
  private answerTokens = FIRST_ANSWER_TOKENS;
  private outcome: Outcome | undefined;

  constructor(private readonly scene: Scene) {
    this.messages = [{ role: "user", content: redact(scene.opening) }];
    this.hypotheses = new Hypotheses(scene.book.has);
    this.spent = new Spent(scene.limits);
  }

  async run(): Promise<Investigated> {
    let isLastWord = false;
    let wasReminded = false;
    for (;;) {
      const heard = await this.ask(isLastWord);
      // Out of time in the middle of an answer is a limit that was reached, too.
      if ("problem" in heard) return isLastWord || this.overLimit ? this.stopped() : heard;
      const { content, stop_reason: end } = heard.message;
      if (end === "refusal") return { problem: "Claude declined to go on with this investigation" };
      if (end === "model_context_window_exceeded")
        return { problem: "The investigation had grown too large for Claude" };
      if (end === "max_tokens") {
        // What was cut off in the middle is not acted upon.
        if (this.answerTokens >= MOST_ANSWER_TOKENS) return { problem: "Claude's answer was longer than it may be" };
        this.answerTokens *= 2;
        continue;
      }
      this.messages.push({ role: "assistant", content });
      await this.noteThoughts(content);
      const uses = content.filter((block) => block.type === "tool_use");
      const results: ToolResultBlockParam[] = [];
      for (const use of uses) results.push(await this.answer(use));
      if (this.outcome) return { outcome: this.outcome };
      if (isLastWord) return this.stopped();
      const why = this.overLimit;
      if (why)
        await this.scene.book.step({ kind: "notice", text: `The limit of ${why} is reached; it has to conclude now.` });
      isLastWord = why !== null;
      if (uses.length === 0 && !isLastWord) {
        if (wasReminded) return { problem: "Claude ended without a conclusion" };
        wasReminded = true;
      }
      const words = why
        ? `The limit of this investigation (${why}) is reached. Call conclude now, with what is known; nothing else will be carried out.`
        : uses.length === 0
          ? "Go on with the tools, and end with conclude."
          : null;
      this.messages.push({
        role: "user",
        content: [...results, ...(words ? [{ type: "text" as const, text: words }] : [])],
      });
    }
  }

  private get overLimit(): string | null {
    return this.repeats >= MOST_REPEATS ? `${MOST_REPEATS} repeated questions` : this.spent.exhausted;
  }

  private stopped(): Investigated {
    return { outcome: this.hypotheses.outcomeWithout(this.overLimit ?? "its last word") };
  }

  private ask(isLastWord: boolean) {
    const { claude, book } = this.scene;
    return hear(
      claude,
      {
        max_tokens: this.answerTokens,
        system: [{ type: "text", text: charge }],
        // Marks the end of what is there so far: the next question begins with the same.
        cache_control: { type: "ephemeral" },
        tools: this.wireTools,
        messages: this.messages,
      },
      {
        // The last word gets its time even when the time is what ran out.
        withinMs: isLastWord ? ANSWER_MS / 2 : Math.min(ANSWER_MS, Math.max(this.spent.remainingMs, 1_000)),
        onUsage: async (usage, outcome, message) => {
          this.spent.answer(claude.model, usage);
          await book.paid({ model: claude.model, usage, outcome, content: message && saidIn(message.content) });
        },
        onAlive: () => {
          book
            .alive()
            .catch((error) =>
              logger.warn({ error: errorText(error) }, "An investigation could not be marked as alive"),
            );
        },
      },
    );
  }

  private get wireTools(): WireTool[] {
    const sights = this.scene.eyes.sights.map(({ name, says, input }) => ({
      name,
      description: says,
      input_schema: schemaOf(z.intersection(Why, input)),
    }));
    const own = Object.entries(forms).map(([name, { says, input }]) => ({
      name,
      description: says,
      input_schema: schemaOf(input),
    }));
    return [...sights, ...own];
  }

  private async noteThoughts(content: ContentBlock[]): Promise<void> {
    for (const block of content) {
      const said = block.type === "text" ? block.text : block.type === "thinking" ? block.thinking : "";
      const text = cleaned(said).trim();
      if (text !== "") await this.scene.book.step({ kind: "thought", text: text.slice(0, 1_000) });
    }
  }

  private async answer(use: { id: string; name: string; input: unknown }): Promise<ToolResultBlockParam> {
    const result = (content: string, isError = false): ToolResultBlockParam => ({
      type: "tool_result",
      tool_use_id: use.id,
      content: redact(content),
      ...(isError && { is_error: true }),
    });
    try {
      return result(
        Object.hasOwn(forms, use.name)
          ? await this.fill(use.name as Form, use.input)
          : await this.look(use.name, use.input),
      );
    } catch (error) {
      if (error instanceof z.ZodError) return result(`This input does not fit: ${issuesOf(error)}`, true);
      if (error instanceof Refusal) return result(error.message, true);
      // A book that cannot be written, or a fault of ours: what cannot be kept must not go on.
      throw error;
    }
  }

  private async fill(name: Form, input: unknown): Promise<string> {
    const { book, fence } = this.scene;
    if (this.outcome) throw new Refusal("The investigation has ended");
    if (name === "conclude") {
      const conclusion = Conclude.parse(input);
      this.hypotheses.check(conclusion);
      this.outcome = this.hypotheses.outcomeOf(conclusion);
      return "Taken down.";
    }
    if (this.overLimit) throw new Refusal(LIMIT_REACHED);
    if (name === "read_more") {
      const { evidence, from_line: from } = ReadMore.parse(input);
      const row = book.evidence.find(({ number }) => number === evidence);
      if (!row) throw new Refusal(`There is no evidence ${evidence}`);
      this.spent.looks++;
      return pageOf(row, from, fence);
    }
    if (name === "state_hypothesis") {
      const stated = StateHypothesis.parse(input);
      this.hypotheses.state(stated);
      await book.step({ kind: "hypothesis", text: stated.statement, hypothesis: stated });
      return "Stated. Now test it.";
    }
    const judged = JudgeHypothesis.parse(input);
    this.hypotheses.judge(judged);
    await book.step({ kind: "judgement", text: judged.because, hypothesis: judged });
    return "Noted.";
  }

  private async look(name: string, input: unknown): Promise<string> {
    const { eyes, book, fence } = this.scene;
    const sight = eyes.sights.find((one) => one.name === name);
    if (!sight) throw new Refusal(`There is no tool ${name} here`);
    if (this.overLimit) throw new Refusal(LIMIT_REACHED);
    const { why } = Why.parse(input);
    const asked = sight.input.parse(input) as Prisma.InputJsonObject;
    this.spent.looks++;
    const key = keyOf(name, asked);
    const before = this.seen.get(key);
    if (before !== undefined) {
      this.repeats++;
      return `You have asked exactly this: the answer is evidence ${before}. It was not asked again.`;
    }
    const finding = await this.find(name, asked);
    const evidence = await book.look({ kind: "look", text: why, tool: name, input: asked }, finding);
    this.seen.set(key, evidence.number);
    return shown(evidence, fence);
  }

  private async find(name: string, input: Prisma.InputJsonObject): Promise<Finding> {
    try {
      return await within(LOOK_MS, () => this.scene.eyes.look(name, input));
    } catch (error) {
      const late = error instanceof LateError;
      if (!late) logger.warn({ error: errorText(error), tool: name }, "A tool of the investigator failed");
      const text = `${name} ${late ? "did not answer in time" : "could not look"}`;
      await this.scene.book.step({ kind: "notice", text, tool: name, input });
      throw new Refusal(`${text}; look at something else`);
    }
  }
}

/** What may be kept of an answer: not its thinking, which belongs to the conversation that it was signed for. */
const saidIn = (content: ContentBlock[]): Prisma.InputJsonArray =>
  content.flatMap((block): Prisma.InputJsonValue[] => {
    if (block.type === "text") return [{ type: "text", text: block.text }];
    return block.type === "tool_use" ? [{ type: "tool_use", name: block.name, input: block.input as object }] : [];
  });

const issuesOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join(".") || "the input"}: ${message}`).join("; ");

/** The JSON schema of an input, as the Messages API takes it: an object at the top. */
function schemaOf(input: z.ZodType): WireTool.InputSchema {
  const schema = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
  return merged(schema) as WireTool.InputSchema;
}

type JsonSchema = { [key: string]: unknown; allOf?: JsonSchema[]; properties?: object; required?: string[] };

/** An intersection of objects as one object: the API wants `type: object` at the top. */
function merged(schema: JsonSchema): JsonSchema {
  const { allOf = [], $schema: _, ...own } = schema;
  const parts = [own as JsonSchema, ...allOf.map(merged)];
  return {
    ...own,
    type: "object",
    properties: Object.assign({}, ...parts.map(({ properties }) => properties ?? {})),
    required: [...new Set(parts.flatMap(({ required }) => required ?? []))],
  };
}
