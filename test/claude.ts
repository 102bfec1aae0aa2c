import {
  type Asked,
  type Block,
  type MessagesApi,
  startMessagesApi,
  type Turn,
} from "@/scripts/investigate/messages-api";

export const CLAUDE_MODEL = "claude-opus-5-5";
export const CLAUDE_KEY = "sk-ant-test-0123456789abcdef";

/** The Messages API at the wire, where the real client of this process looks for Claude. Before anything asks for the settings. */
export async function startClaude(next: (asked: Asked, count: number) => Turn | Promise<Turn>): Promise<MessagesApi> {
  const api = await startMessagesApi(next);
  process.env.ANTHROPIC_API_KEY = CLAUDE_KEY;
  process.env.ANTHROPIC_BASE_URL = api.url;
  process.env.NIGHTSHIFT_MODEL = CLAUDE_MODEL;
  return api;
}

/** A use of a tool, as Claude says it. */
export const use = (name: string, input: unknown, id?: string): Block => ({
  ...{ type: "tool_use", name, input },
  ...(id && { id }),
});
