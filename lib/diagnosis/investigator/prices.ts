import { noUsage, type Usage } from "./usage";

/** US dollars for a million tokens. Writing to the cache: for five minutes. */
type Price = { input: number; output: number; cacheWrite: number; cacheRead: number };

const price = (input: number, output: number, cacheRead: number): Price => ({
  input,
  output,
  // https://platform.claude.com/docs/en/build-with-claude/prompt-caching
  cacheWrite: input * 1.25,
  cacheRead,
});

// https://platform.claude.com/docs/en/about-claude/pricing, read in November 2026. The longest beginning that fits a model's name counts.
const prices: Record<string, Price> = {
  "claude-fable-5-1": price(10, 50, 0.25),
  "claude-fable-5": price(10, 50, 1),
  "claude-opus-5-5": price(4, 20, 0.2),
  "claude-opus-5": price(5, 25, 0.5),
  "claude-opus-4": price(5, 25, 0.5),
  "claude-sonnet-5-5": price(2, 10, 0.1),
  "claude-sonnet-5": price(2, 10, 0.2),
  "claude-sonnet-4": price(3, 15, 0.3),
  // From 100,000 tokens of prompt on; below it is a fifth of that. A budget that is kept too well is the better mistake.
  "claude-haiku-5-5": price(0.5, 2.5, 0.05),
  "claude-haiku-4-5": price(1, 5, 0.1),
};
/** Of a model that is not known here: a dear one's, so that no budget is overrun for want of a price. */
const unknown = price(15, 75, 1.5);

const namesByLength = Object.keys(prices).sort((a, b) => b.length - a.length);

/** What an answer cost, in US dollars, by the price list of this version. */
export function usdOf(model: string, usage: Usage): number {
  const name = namesByLength.find((known) => model.startsWith(known));
  const { input, output, cacheWrite, cacheRead } = (name && prices[name]) || unknown;
  const millionths =
    usage.inputTokens * input +
    usage.outputTokens * output +
    usage.cacheWriteTokens * cacheWrite +
    usage.cacheReadTokens * cacheRead;
  return millionths / 1_000_000;
}

const CHARS_PER_TOKEN = 4;
const LEAST_ANSWER_TOKENS = 300;

/** About what a first question costs with a short answer, told before it is asked. */
export const leastUsdOf = (model: string, question: string): number =>
  usdOf(model, {
    ...noUsage,
    ...{ cacheWriteTokens: question.length / CHARS_PER_TOKEN, outputTokens: LEAST_ANSWER_TOKENS },
  });

/** Whether the price of a model is known, and not a dear guess. */
export const hasPrice = (model: string): boolean => namesByLength.some((known) => model.startsWith(known));
