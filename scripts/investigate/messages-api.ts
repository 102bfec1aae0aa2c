import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

// The Messages API at the wire (https://platform.claude.com/docs/en/api/messages-streaming): for tests, and to play a recorded conversation
// to the real client. What it says is what it is told to say; there is no model behind it.

export type Block =
  | { type: "text"; text: string }
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "tool_use"; name: string; input: unknown; id?: string }
  /** Its input as the raw text that is streamed, which need not be JSON. */
  | { type: "tool_use"; name: string; raw: string };

export type Turn =
  | {
      content: Block[];
      stop?: string;
      usage?: { input?: number; output?: number; cacheWrite?: number; cacheRead?: number };
      /** After so many events of the stream: the connection is cut, closed in good order, falls silent, or an error is streamed. */
      after?: { events: number; how: "cut" | "half-closed" | "silence" | "overloaded" };
      /** Between events. */
      pauseMs?: number;
      /** Done between events. */
      pause?: () => Promise<void>;
    }
  /** Says whatever it likes. */
  | { speak: (response: ServerResponse, model: string) => void | Promise<void> }
  | { status: number; type: string; message?: string; headers?: Record<string, string> };

export type Asked = {
  model: string;
  system: { text: string }[];
  messages: { role: string; content: unknown }[];
  tools: { name: string; input_schema: Record<string, unknown> }[];
  max_tokens: number;
};

export type MessagesApi = { url: string; asked: Asked[]; close(): Promise<void> };

/** Starts it on a free port of this machine. `next` is called for each question, with how many came before it. */
export async function startMessagesApi(
  next: (asked: Asked, count: number) => Turn | Promise<Turn>,
): Promise<MessagesApi> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(JSON.stringify({ type: "error", error: { type: "api_error", message: String(error) } }));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += chunk;
    if (request.method !== "POST" || request.url?.split("?")[0] !== "/v1/messages")
      return refuse(response, 404, "not_found_error", "Not found");
    const { authorization, "x-api-key": key } = request.headers;
    if (!authorization && !key) return refuse(response, 401, "authentication_error", "a key is required");
    const question = JSON.parse(text) as Asked;
    asked.push(question);
    const fault = faultIn(question);
    if (fault) return refuse(response, 400, "invalid_request_error", fault);
    const turn = await next(question, asked.length - 1);
    if ("speak" in turn) return turn.speak(response, question.model);
    if ("status" in turn) return refuse(response, turn.status, turn.type, turn.message ?? turn.type, turn.headers);
    await stream(response, question.model, turn);
  }

  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

type Piece = { type?: string; id?: string; tool_use_id?: string };
const piecesOf = (content: unknown): Piece[] => (Array.isArray(content) ? content : []);

/** What the API itself refuses in a conversation: https://platform.claude.com/docs/en/agents-and-tools/tool-use/handle-tool-calls */
function faultIn({ messages }: Asked): string | null {
  const used = new Set<string>();
  for (const [at, { role, content }] of messages.entries()) {
    if (content === "" || (Array.isArray(content) && content.length === 0))
      return `messages.${at}: all messages must have non-empty content`;
    if (role !== "assistant") continue;
    const answered = new Set(piecesOf(messages[at + 1]?.content).map(({ tool_use_id: id }) => id));
    for (const { type, id } of piecesOf(content)) {
      if (type !== "tool_use" || id === undefined) continue;
      if (used.has(id)) return `messages.${at}: tool_use ids must be unique`;
      if (!answered.has(id)) return `messages.${at}: tool_use ids were found without tool_result blocks: ${id}`;
      used.add(id);
    }
  }
  return null;
}

function refuse(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ type: "error", error: { type, message } }));
}

async function stream(
  response: ServerResponse,
  model: string,
  turn: Extract<Turn, { content: Block[] }>,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  let sent = 0;
  for (const event of eventsOf(model, turn)) {
    if (turn.after && sent === turn.after.events) {
      if (turn.after.how === "cut") return void response.destroy();
      if (turn.after.how === "half-closed") return void response.end();
      if (turn.after.how === "silence") return;
      write(response, { type: "error", error: { type: "overloaded_error", message: "Overloaded" } });
      return void response.end();
    }
    write(response, event);
    sent++;
    if (turn.pauseMs) await new Promise((done) => setTimeout(done, turn.pauseMs));
    await turn.pause?.();
  }
  response.end();
}

export type Event = { type: string; [key: string]: unknown };

/** An answer as the API streams it. */
export function* eventsOf(
  model: string,
  { content, stop, usage = {} }: Extract<Turn, { content: Block[] }>,
): Generator<Event> {
  const read = {
    input_tokens: usage.input ?? 1_000,
    cache_creation_input_tokens: usage.cacheWrite ?? 0,
    cache_read_input_tokens: usage.cacheRead ?? 0,
  };
  yield {
    type: "message_start",
    message: {
      ...{ id: `msg_${randomUUID()}`, type: "message", role: "assistant", model, content: [] },
      ...{ stop_reason: null, stop_sequence: null, usage: { ...read, output_tokens: 1 } },
    },
  };
  for (const [index, block] of content.entries()) {
    yield { type: "content_block_start", index, content_block: emptyOf(block) };
    if (index === 0) yield { type: "ping" };
    for (const delta of deltasOf(block)) yield { type: "content_block_delta", index, delta };
    yield { type: "content_block_stop", index };
  }
  const reason = stop ?? (content.some(({ type }) => type === "tool_use") ? "tool_use" : "end_turn");
  yield {
    type: "message_delta",
    delta: { stop_reason: reason, stop_sequence: null },
    usage: { output_tokens: usage.output ?? 100 },
  };
  yield { type: "message_stop" };
}

function emptyOf(block: Block): object {
  if (block.type === "text") return { type: "text", text: "" };
  if (block.type === "thinking") return { type: "thinking", thinking: "", signature: "" };
  return { type: "tool_use", id: ("id" in block && block.id) || `toolu_${randomUUID()}`, name: block.name, input: {} };
}

function* deltasOf(block: Block): Generator<object> {
  if (block.type === "text") for (const text of pieces(block.text)) yield { type: "text_delta", text };
  else if (block.type === "thinking") {
    for (const thinking of pieces(block.thinking)) yield { type: "thinking_delta", thinking };
    yield { type: "signature_delta", signature: block.signature };
  } else {
    const json = "raw" in block ? block.raw : JSON.stringify(block.input);
    for (const partial_json of pieces(json)) yield { type: "input_json_delta", partial_json };
  }
}

const pieces = (text: string): string[] => text.match(/[\s\S]{1,40}/g) ?? [];

export const write = (response: ServerResponse, event: Event): void =>
  void response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
