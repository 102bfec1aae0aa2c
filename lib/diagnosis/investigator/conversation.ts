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
import { cleaned, shortenedTo } from "../excerpt";
import type { Finding } from "../facts";
import { LateError, within } from "../within";
import { ReadMore } from "./answers";
import { CalledOff, GivenUp } from "./book";
import { plain } from "./citations";
import { keyOf } from "./eyes";
import { hear } from "./hear";
import { Spent } from "./limits";
import { withoutOrders } from "./no-command";
import { leastUsdOf } from "./prices";
import { pageOf, shown } from "./prompt";
import type { Form, Purpose, Scene } from "./purpose";
import { Refusal } from "./refusal";
import { issuesOf, saidIn } from "./said";
import { wireTool } from "./wire-tool";

const LOOK_MS = 20_000;
const ANSWER_MS = 120_000;
const FIRST_ANSWER_TOKENS = 8_000;
const MOST_ANSWER_TOKENS = 32_000;
/** Blocks of one answer that are taken up. Who says more at once does not weigh what came before. */
const MOST_AT_ONCE = 30;
/** Who asks the same again so often has nothing new to ask. */
const MOST_REPEATS = 4;
/** Answers in a row of which nothing could be carried out. Who still has no use of the forms will not learn it. */
const MOST_IN_VAIN = 4;

/** Ends of an answer of which nothing can be made. */
const unfinished = ["refusal", "model_context_window_exceeded", "max_tokens"];

const Why = z.object({ why: z.string().trim().min(1).max(300) });

/**
 * Lets Claude look through `eyes` and say what it finds in the forms of `purpose`; everything it sees and says goes into `book`. Ends
 * within the limits, whatever Claude does: what is known by then is an end too. A `problem` means that Claude could not be had at all, in
 * words for people. Throws when the book cannot be kept.
 */
export async function converse<End>(scene: Scene, purpose: Purpose<End>): Promise<{ end: End } | { problem: string }> {
  return new Conversation(scene, purpose).run();
}

class Conversation<End> {
  private readonly messages: MessageParam[];
  private readonly spent: Spent;
  private readonly seen = new Map<string, number>();
  private repeats = 0;
  private inVain = 0;
  /** Aborted when somebody has stopped it or taken it over, or nobody wants it. */
  private readonly nobodys = new AbortController();
  private answerTokens = FIRST_ANSWER_TOKENS;
  private ended: { end: End } | undefined;
  private readonly forms: { [name: string]: Form<End> };

  constructor(
    private readonly scene: Scene,
    private readonly purpose: Purpose<End>,
  ) {
    this.messages = [{ role: "user", content: redact(scene.opening, scene.secrets) }];
    this.spent = new Spent(scene.limits);
    this.forms = {
      read_more: {
        says: "Read on in a piece of evidence whose excerpt was cut.",
        input: ReadMore,
        fill: async (input) => ({ told: this.readMore(input) }),
      },
      ...purpose.forms,
    };
  }

  async run(): Promise<{ end: End } | { problem: string }> {
    const { closing } = this.purpose;
    let isLastWord = false;
    let wasReminded = false;
    const tooPoor = this.tooPoor();
    if (tooPoor) return { problem: tooPoor };
    for (;;) {
      const heard = await this.ask(isLastWord);
      // Out of time in the middle of an answer is a limit that was reached, too.
      if ("problem" in heard) return isLastWord || this.overLimit ? this.stopped() : heard;
      const { content, stop_reason: end } = heard.message;
      if (isLastWord && unfinished.includes(end ?? "")) return this.stopped();
      if (end === "refusal") return { problem: "Claude declined to go on" };
      if (end === "model_context_window_exceeded") return { problem: "It had grown too large for Claude" };
      if (end === "max_tokens") {
        // What was cut off in the middle is not acted upon.
        if (this.answerTokens >= MOST_ANSWER_TOKENS) return { problem: "Claude's answer was longer than it may be" };
        this.answerTokens *= 2;
        continue;
      }
      // The API takes no empty answer back.
      if (content.length > 0) this.messages.push({ role: "assistant", content });
      await this.noteThoughts(content);
      const uses = content.filter((block) => block.type === "tool_use");
      const results: ToolResultBlockParam[] = [];
      for (const [index, use] of uses.entries()) results.push(await this.answer(use, index < MOST_AT_ONCE));
      if (this.ended) return this.ended;
      await this.noteRefusals(results);
      if (isLastWord) return this.stopped();
      const why = this.overLimit;
      if (why)
        await this.scene.book.step({
          kind: "notice",
          text: `The limit is reached (${why}); it has to come to an end.`,
        });
      isLastWord = why !== null;
      if (uses.length === 0 && !isLastWord) {
        if (wasReminded) return { problem: "Claude ended without a conclusion" };
        wasReminded = true;
      }
      const words = why
        ? `The limit (${why}) is reached. Call ${closing} now, with what is known; nothing else will be carried out.`
        : uses.length === 0
          ? `Go on with the tools, and end with ${closing}.`
          : null;
      this.messages.push({
        role: "user",
        content: [...results, ...(words ? [{ type: "text" as const, text: words }] : [])],
      });
    }
  }

  private get overLimit(): string | null {
    if (this.repeats >= MOST_REPEATS) return `${MOST_REPEATS} repeated questions`;
    if (this.inVain >= MOST_IN_VAIN) return `${MOST_IN_VAIN} answers of which nothing could be carried out`;
    return this.spent.exhausted;
  }

  /** What cannot even be begun is not begun: a first answer that ends in the middle costs as much, and says nothing. */
  private tooPoor(): string | null {
    const { claude, limits } = this.scene;
    const usd = leastUsdOf(claude.model, JSON.stringify([this.purpose.charge, this.wireTools, this.messages]));
    if (usd <= limits.usd) return null;
    return `The first question alone would cost about $${usd.toFixed(2)}, and there are only ${limits.money}`;
  }

  private stopped(): { end: End } {
    return { end: this.purpose.stopped(this.overLimit ?? "its last word") };
  }

  private ask(isLastWord: boolean) {
    const { claude, book } = this.scene;
    return hear(
      claude,
      {
        max_tokens: this.answerTokens,
        system: [{ type: "text", text: this.purpose.charge }],
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
        signal: this.nobodys.signal,
        onAlive: () => {
          book.alive().catch((error) => {
            if (error instanceof GivenUp || error instanceof CalledOff) this.nobodys.abort(error);
            else logger.warn({ error: errorText(error) }, "A conversation could not be marked as alive");
          });
        },
      },
    );
  }

  private get wireTools(): WireTool[] {
    const sights = this.scene.eyes.sights.map(({ name, says, input }) =>
      wireTool(name, says, z.intersection(Why, input)),
    );
    return [...sights, ...Object.entries(this.forms).map(([name, { says, input }]) => wireTool(name, says, input))];
  }

  private async noteThoughts(content: ContentBlock[]): Promise<void> {
    for (const block of content.slice(0, MOST_AT_ONCE)) {
      const said = block.type === "text" ? block.text : block.type === "thinking" ? block.thinking : "";
      const text = cleaned(said).trim();
      if (text !== "")
        await this.scene.book.step({ kind: "thought", text: withoutOrders(shortenedTo(plain(text), 1_000)) });
    }
  }

  /** What was refused costs as much as what was not, so people see it. */
  private async noteRefusals(results: ToolResultBlockParam[]): Promise<void> {
    const refused = results.filter(({ is_error: isError }) => isError);
    this.inVain = refused.length === results.length ? this.inVain + 1 : 0;
    const [first] = refused;
    if (!first) return;
    const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : "";
    await this.scene.book.step({
      kind: "notice",
      text: `Not carried out${more}: ${shortenedTo(plain(String(first.content)), 300)}`,
    });
  }

  private async answer(
    use: { id: string; name: string; input: unknown },
    isTakenUp: boolean,
  ): Promise<ToolResultBlockParam> {
    const result = (content: string, isError = false): ToolResultBlockParam => ({
      type: "tool_result",
      tool_use_id: use.id,
      content: redact(content, this.scene.secrets),
      ...(isError && { is_error: true }),
    });
    if (!isTakenUp) return result(`Not carried out: it takes ${MOST_AT_ONCE} at once at most`, true);
    try {
      return result(
        Object.hasOwn(this.forms, use.name)
          ? await this.fill(use.name, use.input)
          : await this.look(use.name, use.input),
      );
    } catch (error) {
      if (error instanceof z.ZodError) return result(`This input does not fit: ${issuesOf(error)}`, true);
      if (error instanceof Refusal) return result(error.message, true);
      // A book that cannot be written, or a fault of ours: what cannot be kept must not go on.
      throw error;
    }
  }

  private async fill(name: string, input: unknown): Promise<string> {
    if (this.ended) throw new Refusal("It has ended");
    if (name !== this.purpose.closing) this.refuseOverLimit();
    const filled = await (this.forms[name] as Form<End>).fill(input);
    if ("told" in filled) return filled.told;
    this.ended = filled;
    return "Taken down.";
  }

  private refuseOverLimit(): void {
    if (this.overLimit) throw new Refusal(`The limit is reached; only ${this.purpose.closing} is carried out now`);
  }

  private readMore(input: unknown): string {
    const { book, fence } = this.scene;
    const { evidence, from_line: from } = ReadMore.parse(input);
    const row = book.evidence.find(({ number }) => number === evidence);
    if (!row) throw new Refusal(`There is no evidence ${evidence}`);
    this.spent.looks++;
    return pageOf(row, from, fence);
  }

  private async look(name: string, input: unknown): Promise<string> {
    const { eyes, book, fence } = this.scene;
    if (this.ended) throw new Refusal("It has ended");
    const sight = eyes.sights.find((one) => one.name === name);
    if (!sight) throw new Refusal(`There is no tool ${name} here`);
    this.refuseOverLimit();
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
    const evidence = await book.look(
      { kind: "look", text: withoutOrders(plain(why)), tool: name, input: asked },
      finding,
    );
    this.seen.set(key, evidence.number);
    return shown(evidence, fence);
  }

  private async find(name: string, input: Prisma.InputJsonObject): Promise<Finding> {
    try {
      return await within(LOOK_MS, () => this.scene.eyes.look(name, input));
    } catch (error) {
      const late = error instanceof LateError;
      const words = redact(errorText(error), this.scene.secrets);
      if (!late) logger.warn({ error: words, tool: name }, "A tool of the investigator failed");
      const text = `${name} ${late ? "did not answer in time" : "could not look"}`;
      await this.scene.book.step({ kind: "notice", text, tool: name, input });
      throw new Refusal(`${text}; look at something else`);
    }
  }
}
