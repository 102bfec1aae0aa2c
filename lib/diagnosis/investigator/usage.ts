import type { Usage as WireUsage } from "@anthropic-ai/sdk/resources/messages";

/** Tokens of one answer. `inputTokens` are those that no cache had to do with. */
export type Usage = { inputTokens: number; outputTokens: number; cacheWriteTokens: number; cacheReadTokens: number };

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0 };

export const usageOf = (usage: Partial<WireUsage> | undefined): Usage => ({
  inputTokens: usage?.input_tokens ?? 0,
  outputTokens: usage?.output_tokens ?? 0,
  cacheWriteTokens: usage?.cache_creation_input_tokens ?? 0,
  cacheReadTokens: usage?.cache_read_input_tokens ?? 0,
});

export const tokensIn = (usage: Usage): number =>
  usage.inputTokens + usage.outputTokens + usage.cacheWriteTokens + usage.cacheReadTokens;
